import Glibc
import Transport

/// A plain socket of this machine, to do what no connection of ours does.
final class RawSocket: Sendable {
    private let descriptor: Int32

    private init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw TooLate(description: "no socket") }
    }

    deinit {
        close(descriptor)
    }

    /// Connects, and then says nothing by itself.
    static func connected(to address: Address) throws -> RawSocket {
        let result = try RawSocket()
        let status = withLoopback(port: address.port) { connect(result.descriptor, $0, $1) }
        guard status == 0 else { throw TooLate(description: "no connection") }
        return result
    }

    /// Listens with room for `backlog` connections, and never accepts one.
    static func listening(backlog: Int32) throws -> (RawSocket, Address) {
        let result = try RawSocket()
        var status = withLoopback(port: 0) { bind(result.descriptor, $0, $1) }
        guard status == 0 else { throw TooLate(description: "no port") }
        status = listen(result.descriptor, backlog)
        guard status == 0 else { throw TooLate(description: "no listening") }
        var bound = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutableBytes(of: &bound) { bytes in
            getsockname(result.descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        return (result, try Address(host: "127.0.0.1", port: Int(UInt16(bigEndian: bound.sin_port))))
    }

    /// Writes a few bytes.
    func write(_ bytes: [UInt8]) {
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes next, until there are so many bytes or the peer has ended; it has ten seconds.
    ///
    /// The thread waits: only for what an event loop answers by itself.
    func read(upTo count: Int) -> [UInt8] {
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var bytes = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &bytes, count, Int32(MSG_WAITALL))
        return Array(bytes.prefix(max(0, received)))
    }

    /// Ends the writing side.
    func endWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Makes closing a reset.
    func resetOnClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    private static func withLoopback(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
