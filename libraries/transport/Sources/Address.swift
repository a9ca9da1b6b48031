/// Where a service listens: a host name or an IP address, and a port.
public struct Address: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; one of version 6 without its brackets.
    public let host: String
    /// From 0 to 65535; listening on 0 takes any free port.
    public let port: Int

    /// Makes an address.
    ///
    /// Throws `.invalidAddress` for a host that is empty or holds brackets or white space, and for a port that there
    /// can't be.
    public init(host: String, port: Int) throws(TransportError) {
        guard !host.isEmpty else {
            throw .invalidAddress(text: "\(host):\(port)", reason: "expected a host before the colon")
        }
        guard !host.contains(where: { $0 == "[" || $0 == "]" || $0.isWhitespace }) else {
            throw .invalidAddress(
                text: "\(host):\(port)", reason: "expected a host without brackets or white space inside it")
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
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            throw .invalidAddress(text: text, reason: "expected host:port")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .invalidAddress(text: text, reason: "expected an IPv6 address in brackets")
        }
        do throws(TransportError) {
            try self.init(host: String(host), port: port)
        } catch .invalidAddress(_, let reason) {
            throw .invalidAddress(text: text, reason: reason)
        }
    }

    /// Reads one or more addresses, separated by commas.
    ///
    /// Throws `.invalidAddress` for the first that is none, or that is there twice.
    public static func list(parsing text: String) throws(TransportError) -> [Address] {
        var addresses: [Address] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let address = try Address(parsing: String(part))
            guard !addresses.contains(address) else {
                throw .invalidAddress(text: text, reason: "\(address) is there twice")
            }
            addresses.append(address)
        }
        return addresses
    }

    /// Digits alone make a port; `Int` takes a sign as well.
    private static func port(_ text: Substring) -> Int? {
        guard text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int(text)
    }

    /// As `init(parsing:)` reads it.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
