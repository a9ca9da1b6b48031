import Foundation
import Transport

/// A stream socket of the loopback, closed when nobody has it any more.
final class Socket: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) throws {
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Listens on any free port.
    static func listening() throws -> Socket {
        let socket = try Socket(Self.stream())
        let isBound = withAddress(port: 0) { bind(socket.descriptor, $0, $1) == 0 }
        guard isBound, listen(socket.descriptor, 16) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        return socket
    }

    /// Connects to a port of the loopback, from any port of one of its addresses.
    static func connected(to target: Address, from source: UInt32 = loopback) throws -> Socket {
        let socket = try Socket(Self.stream())
        if source != loopback {
            let isBound = withAddress(source, port: 0) { bind(socket.descriptor, $0, $1) == 0 }
            guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        }
        let isConnected = withAddress(port: UInt16(target.port)) { connect(socket.descriptor, $0, $1) == 0 }
        guard isConnected else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return socket.withoutDelay()
    }

    /// The next one who dials, nil when this one was cut.
    func accept() -> Socket? {
        guard let socket = try? Socket(Glibc.accept(descriptor, nil, nil)) else { return nil }
        _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
        return socket.withoutDelay()
    }

    var localPort: UInt16 {
        get throws {
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &length) == 0
                }
            }
            guard isKnown else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            return UInt16(bigEndian: address.sin_port)
        }
    }

    /// What has come, at least a byte; nil at the end.
    func read(atMost count: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, recv(descriptor, buffer.baseAddress, count, 0))
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Writes all; false where the other side takes no more.
    func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Nothing more is written; the other side may write on.
    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// From now on neither reading nor writing waits longer than this: it ends as if the other side were gone.
    func setPatience(_ duration: Duration) {
        var time = timeval(tv_sec: Int(duration.components.seconds), tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    /// Ends both directions; whoever reads or accepts here returns.
    func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func withoutDelay() -> Socket {
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        return self
    }

    private static func stream() -> Int32 {
        socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    /// 127.0.0.1; those that follow are this machine's too.
    static let loopback: UInt32 = 0x7f00_0001

    private static func withAddress<Result>(
        _ host: UInt32 = loopback, port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
