internal import Hosting

/// Why no certificate is made.
package enum CertificatesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A text that names no node.
    case unknownNode(String)
    /// A node is there twice.
    case twice(String)
    /// A file is there already.
    case exists(path: String)
    /// The folder has no authority.
    case noAuthority(folder: String)
    /// A file can't be read or written.
    case file(path: String, reason: String)
    /// A certificate or key is no good.
    case unfit(path: String, reason: String)

    /// The file, what was expected and what came.
    package var description: String {
        switch self {
        case .unknownNode(let text):
            "expected ROLE, NAME:ROLE, or either with =HOST,HOST behind it, where a role is compute, orchestrator or "
                + "trainer and a name has letters, digits and dashes; got \"\(text)\""
        case .twice(let name): "expected each node once, got \(name) twice"
        case .exists(let path): "\(path): expected no file of that name yet; pangea certs renew replaces certificates"
        case .noAuthority(let folder):
            "\(folder): expected the authority's authority.pem and authority.key, found none; pangea certs makes them"
        case .file(let path, let reason): "\(path): \(reason)"
        case .unfit(let path, let reason): "\(path): \(reason)"
        }
    }

    /// What the command exits with.
    var status: ExitStatus {
        switch self {
        case .unknownNode, .twice: .usage
        case .exists, .file: .ioFailure
        case .noAuthority, .unfit: .badInput
        }
    }
}
