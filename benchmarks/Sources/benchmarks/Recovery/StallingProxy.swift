internal import Foundation
internal import Synchronization

/// Passes on what two sides send each other, and stops doing so without closing anything: to both the other one is cut
/// off.
final class StallingProxy: Sendable {
    /// Where it listens.
    let address: String
    private let target: (host: String, port: UInt16)
    private let listener: Int32
    private let stalled = Atomic(false)
    private let closed = Atomic(false)

    /// Passes nothing on while this is true.
    var isStalled: Bool {
        get { stalled.load(ordering: .relaxed) }
        set { stalled.store(newValue, ordering: .relaxed) }
    }

    /// Listens, and connects each who comes to `target`, an IPv4 address and a port.
    init(to target: String) throws {
        let parts = target.split(separator: ":").map(String.init)
        guard parts.count == 2, let port = UInt16(parts[1]) else { throw ClusterError("no address: \(target)") }
        self.target = (parts[0], port)
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var own = Self.socketAddress("127.0.0.1", port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, pointer, &length) == 0
            }
        }
        listener = socket
        guard isBound else { throw ClusterError("the proxy can't listen: errno \(errno)") }
        address = "127.0.0.1:\(UInt16(bigEndian: own.sin_port))"
        Thread.detachNewThread { [self] in accept() }
    }

    /// Ends all connections, soon.
    func close() { closed.store(true, ordering: .relaxed) }

    private static func socketAddress(_ host: String, port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return address
    }

    private func accept() {
        while isReadable(listener) {
            let near = Glibc.accept(listener, nil, nil)
            guard near >= 0 else { continue }
            Thread.detachNewThread { [self] in serve(near) }
        }
        _ = Glibc.close(listener)
    }

    private func serve(_ near: Int32) {
        let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var there = Self.socketAddress(target.host, port: target.port)
        let isConnected = withUnsafePointer(to: &there) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(far, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected {
            Thread.detachNewThread { [self] in pass(from: far, to: near) }
            pass(from: near, to: far)
        } else {
            _ = Glibc.close(near)
        }
    }

    /// Passes bytes on until one side ends; then both do.
    ///
    /// The descriptors stay open until this program ends, so that none is taken for another.
    private func pass(from source: Int32, to sink: Int32) {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while isReadable(source) {
            let count = recv(source, &bytes, bytes.count, 0)
            guard count > 0, sendAll(bytes[..<count], to: sink) else { break }
        }
        for descriptor in [source, sink] { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private func sendAll(_ bytes: ArraySlice<UInt8>, to sink: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits until there is something to read and it may be passed on; false when the proxy is closed.
    private func isReadable(_ descriptor: Int32) -> Bool {
        while !closed.load(ordering: .relaxed) {
            guard !isStalled else {
                Thread.sleep(forTimeInterval: 0.005)
                continue
            }
            var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&interest, 1, 50) > 0, !isStalled { return true }
        }
        return false
    }
}
