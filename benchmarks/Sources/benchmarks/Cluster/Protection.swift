internal import Foundation

/// What the services of a cluster prove to each other, and what their bytes are kept from being changed by.
enum Protection: String, CaseIterable {
    case nothing
    /// A join token: each record carries a code.
    case token = "a token"
    /// Certificates of an authority of their own.
    case certificates = "TLS"

    /// Makes in `folder` what the services are to be given.
    func prepare(in folder: URL) throws {
        guard self == .certificates else { return }
        let pangea = try ServiceProcess(
            "pangea", name: "pangea",
            ["certs", "--directory", Self.certificates(in: folder), "compute", "orchestrator", "trainer"], in: folder)
        try pangea.end(within: ServiceProcess.deadline)
    }

    /// What a service is given that has the certificate of `node`.
    func environment(of node: String, in folder: URL) -> [String: String] {
        let certificates = Self.certificates(in: folder)
        return switch self {
        case .nothing: [:]
        case .token: ["PANGEA_TOKEN": "what-the-services-of-a-benchmark-share"]
        case .certificates:
            [
                "PANGEA_TLS_CERTIFICATE": "\(certificates)/\(node).pem",
                "PANGEA_TLS_KEY": "\(certificates)/\(node).key",
                "PANGEA_TLS_AUTHORITY": "\(certificates)/authority.pem",
            ]
        }
    }

    private static func certificates(in folder: URL) -> String { folder.appending(path: "certificates").path }
}
