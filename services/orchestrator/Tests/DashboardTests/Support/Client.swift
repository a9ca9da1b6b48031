import Foundation
import Glibc

/// Asks a server on this machine, byte by byte, so that any request can be made.
struct Client: Sendable {
    let port: Int

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        /// Names in lower case.
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The body as JSON.
        func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed) }
    }

    struct Broken: Error {
        let what: String
    }

    /// Makes a request and reads until the server ends the connection.
    func ask(
        _ path: String, method: String = "GET", host: String? = nil, headers: [String] = []
    ) async throws -> Answer {
        let lines =
            ["\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")", "Connection: close"] + headers
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n"
        let socket = try connect()
        try socket.send(request)
        var bytes: [UInt8] = []
        while true {
            let more = try await socket.receive()
            if more.isEmpty { return try Self.parse(bytes) }
            bytes += more
        }
    }

    /// Opens a connection.
    func connect() throws -> Socket { try Socket(port: port) }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Broken(what: "no end of headers in \(String(decoding: bytes, as: UTF8.self))")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let rest = Array(bytes[end.upperBound...])
        let body = headers["transfer-encoding"] == "chunked" ? try unchunked(rest) : rest
        return Answer(status: status, headers: headers, body: body)
    }

    private static func unchunked(_ bytes: [UInt8]) throws -> [UInt8] {
        var (rest, body) = (bytes[...], [UInt8]())
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            guard let count = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else {
                throw Broken(what: "a chunk without its size")
            }
            let chunk = rest[line.upperBound...].prefix(count)
            body += chunk
            if count == 0 { return body }
            rest = rest[chunk.endIndex...].dropFirst(2)
        }
        throw Broken(what: "no last chunk")
    }
}

/// A plain connection, with a deadline on everything.
final class Socket: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        // Little fits into a connection whose client doesn't read.
        var buffer: Int32 = 4096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size))
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Client.Broken(what: "can't connect to port \(port)") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Client.Broken(what: "can't send")
        }
    }

    /// The next bytes; none at the end.
    ///
    /// Waits on a thread of its own, for the server needs those of the tests.
    func receive() async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                continuation.resume(
                    with: count >= 0
                        ? .success(Array(buffer[..<count]))
                        : .failure(Client.Broken(what: errno == EAGAIN ? "nothing more within 120 s" : "reset")))
            }
        }
    }

    /// Everything up to `text`.
    func receive(until text: String) async throws -> String {
        var all = ""
        while !all.contains(text) {
            let more = try await receive()
            guard !more.isEmpty else { throw Client.Broken(what: "the end before \"\(text)\": \(all)") }
            all += String(decoding: more, as: UTF8.self)
        }
        return all
    }
}
