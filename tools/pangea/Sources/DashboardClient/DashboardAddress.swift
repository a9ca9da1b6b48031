/// Where a dashboard answers: a host and a port, by plain HTTP.
package struct DashboardAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; one of version 6 without its brackets.
    package let host: String
    /// From 1 to 65535.
    package let port: Int

    /// Makes an address of parts that are known to be right.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `http://host:port/`, as a dashboard is announced, or `host:port`.
    ///
    /// Throws `.address`.
    package init(parsing text: String) throws(DashboardError) {
        var rest = text[...]
        if let scheme = rest.firstRange(of: "://") {
            guard rest[..<scheme.lowerBound] == "http" else {
                throw .address(text, expected: "http://, which is all that a dashboard speaks")
            }
            rest = rest[scheme.upperBound...]
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let colon = rest.lastIndex(of: ":"), let port = Self.port(rest[rest.index(after: colon)...]) else {
            throw .address(text, expected: "http://host:port with a port from 1 to 65535")
        }
        var host = rest[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .address(text, expected: "an IPv6 address in brackets")
        }
        guard !host.isEmpty, !host.contains(where: { "[]/@?#".contains($0) || $0.isWhitespace || !$0.isASCII }) else {
            throw .address(text, expected: "http://host:port, without a path or more")
        }
        self.init(host: String(host), port: port)
    }

    /// Digits alone make a port; `Int` takes a sign as well.
    private static func port(_ text: Substring) -> Int? {
        guard text.allSatisfy({ ("0"..."9").contains($0) }), let port = Int(text) else { return nil }
        return (1...65_535).contains(port) ? port : nil
    }

    /// Host and port, as HTTP's `Host` has them.
    package var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// What a browser takes.
    package var description: String { "http://\(authority)/" }
}
