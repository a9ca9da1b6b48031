import Admission
import Foundation
import Transport

/// Nodes with the certificates that stand in the tests of who may join.
enum TestNode {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../admission/Tests/Fixtures").standardizedFileURL.path
    static let secret = "a secret of this run's services"

    static func files(_ name: String, authority: String = "authority") -> TLSFiles {
        TLSFiles(
            certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key", authority: "\(folder)/\(authority).pem")
    }

    /// What a node with this certificate gives its connections; `year` is when it believes to live.
    static func options(
        _ name: String, authority: String = "authority", token: String? = secret, year: Int? = nil,
        expecting peerNames: [String] = [], log: LogRecorder = LogRecorder()
    ) throws -> ConnectionOptions {
        try options(files(name, authority: authority), token: token, year: year, expecting: peerNames, log: log)
    }

    static func options(
        _ files: TLSFiles, token: String? = secret, year: Int? = nil, expecting peerNames: [String] = [],
        log: LogRecorder = LogRecorder()
    ) throws -> ConnectionOptions {
        let token = try token.map { try JoinToken($0) }
        guard let credentials = Credentials(token: token, tls: files) else { return ConnectionOptions() }
        let time = year.map { Date(timeIntervalSince1970: 86_400 * 365.25 * (Double($0) - 1970 + 0.5)) }
        var limits = TransportLimits()
        // What isn't about the deadline doesn't meet it, however loaded the machine is.
        limits.handshakeTimeout = .seconds(60)
        return ConnectionOptions(
            limits: limits, admission: try AdmissionTerms(credentials, logger: log.logger) { time ?? Date() }
        ).expecting(peerNames)
    }
}
