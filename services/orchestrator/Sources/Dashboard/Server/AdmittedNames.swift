/// Under which names the dashboard may be asked for: a page elsewhere may have a name of its own lead here.
struct AdmittedNames: Hashable, Sendable, CustomStringConvertible {
    /// Beside the loopback's own; nil admits every name.
    private let others: Set<String>?

    /// Those that were asked for; where none were, any, and on the loopback none but its own.
    init(servedOn host: String, asked names: [String]?) {
        others = names.map { Set($0.map { $0.lowercased() }) } ?? (Self.isLoopback(host) ? [] : nil)
    }

    /// Whether a request for this host, with or without a port, is answered.
    func admit(_ authority: String) -> Bool {
        guard let others else { return true }
        let name = Self.name(of: authority)
        return Self.isLoopback(name) || others.contains(name.lowercased())
    }

    /// Fit for an answer.
    var description: String {
        (["localhost", "an address of this machine's loopback"] + (others ?? []).sorted()).joined(separator: " or ")
    }

    /// The host without its port.
    private static func name(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        return authority.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    }

    /// Whether a host is this machine by its very name.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "::1" || host.lowercased() == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
