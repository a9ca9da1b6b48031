/// A node that a certificate is asked for: `ROLE`, `NAME:ROLE`, and behind `=` the hosts by which it is reached.
package struct NodeRequest: Hashable, Sendable {
    /// What its files are called.
    package let name: String
    package let role: NodeRole
    /// Names and addresses, beside its own machine's.
    package let hosts: [String]

    /// Reads `trainer`, `trainer-2:trainer` or `compute=10.0.0.2,data.example`.
    ///
    /// Throws `.unknownNode`.
    package init(_ text: String) throws(CertificatesError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let names = parts[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let hosts = parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : []
        guard (1...2).contains(names.count), let last = names.last, let role = NodeRole(rawValue: last),
            Self.isFileName(names[0]), !hosts.contains(where: \.isEmpty)
        else { throw .unknownNode(text) }
        name = names[0]
        self.role = role
        self.hosts = hosts.map(String.init)
    }

    /// What the certificate is for: the role, the node's own name, and where it is reached.
    var names: [String] {
        var names: [String] = []
        for name in [role.rawValue, name] + role.ownHosts + hosts where !names.contains(name) { names.append(name) }
        return names
    }

    /// Letters, digits and dashes; not the authority's.
    private static func isFileName(_ name: String) -> Bool {
        (1...63).contains(name.utf8.count) && name != CertificateFolder.authorityName && !name.hasPrefix("-")
            && name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
            }
    }
}
