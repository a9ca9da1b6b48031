/// Where a service listens: a host name or an IP address, and a port.
public struct Address: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; one of version 6 without its brackets.
    public let host: String
    /// From 0 to 65535; listening on 0 takes any free port.
    public let port: Int

    /// Makes an address.
    ///
    /// Throws `.invalidAddress` for an empty host or a port that there can't be.
    public init(host: String, port: Int) throws(TransportError) {
        guard !host.isEmpty else {
            throw .invalidAddress(text: "\(host):\(port)", reason: "expected a host before the colon")
        }
        guard (0...65_535).contains(port) else {
            throw .invalidAddress(text: "\(host):\(port)", reason: "expected a port from 0 to 65535")
        }
        self.host = host
        self.port = port
    }

    /// Reads `host:port` or `[host]:port`.
    ///
    /// Throws `.invalidAddress`.
    public init(parsing text: String) throws(TransportError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            throw .invalidAddress(text: text, reason: "expected host:port")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .invalidAddress(text: text, reason: "expected an IPv6 address in brackets")
        }
        try self.init(host: String(host), port: port)
    }

    /// As `init(parsing:)` reads it.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
