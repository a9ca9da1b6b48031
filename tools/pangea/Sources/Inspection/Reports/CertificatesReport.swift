internal import Admission
internal import Foundation
internal import Terminal

/// Certificates in PEM, in their order: whose they are, for whom and for what, and until when.
struct CertificatesReport: FileReport {
    /// Bytes that are read of a file; no node reads more.
    static let mostBytes = 1 << 20
    /// What a text in PEM begins with.
    static let start = "-----BEGIN "

    let kind = "certificates"
    let path: String
    let bytes: Int
    let certificates: [Entry]

    /// One certificate.
    struct Entry: Encodable, Sendable {
        let subject: String
        let issuer: String
        let names: [String]
        /// What it is good for.
        let uses: [String]
        let validFrom: String
        let validUntil: String
        /// Whether it may sign others.
        let isAuthority: Bool
        let sha256: String
        /// What is wrong with it now.
        let problem: String?

        init(_ certificate: Certificate, at now: Date) {
            subject = certificate.subject
            issuer = certificate.issuer
            names = certificate.names
            isAuthority = certificate.isAuthority
            let sides: [(CertificateProblem.Side, String)] = [(.dialling, "to connect"), (.listening, "to listen")]
            uses =
                isAuthority
                ? ["to sign others"] : sides.filter { certificate.sides.contains($0.0) }.map { $0.1 }
            validFrom = certificate.validFrom.formatted(.iso8601)
            validUntil = certificate.validUntil.formatted(.iso8601)
            sha256 = "\(certificate.digest)"
            problem =
                now < certificate.validFrom
                ? "it isn't valid yet" : now > certificate.validUntil ? "it is no longer valid" : nil
        }
    }

    var problem: String? { certificates.compactMap(\.problem).first }

    /// Throws `.unknownKind` for a text without certificates: of a key nothing is told.
    init(_ text: [UInt8], path: String, at now: Date) throws(InspectionError) {
        self.path = path
        bytes = text.count
        certificates = Certificate.all(inPEM: text).map { Entry($0, at: now) }
        guard certificates.isEmpty else { return }
        let isKey = String(decoding: text.prefix(64), as: UTF8.self).contains("PRIVATE KEY")
        throw .unknownKind(
            path: path, reason: isKey ? "it is a private key, of which nothing is told" : "no certificate is in it")
    }

    func add(to report: inout ReportText) {
        report.title("\(path): \(certificates.count == 1 ? "a certificate" : "\(certificates.count) certificates")")
        for (index, certificate) in certificates.enumerated() {
            if certificates.count > 1 { report.section("Certificate \(index + 1)") }
            report.fact("subject", certificate.subject)
            report.fact("issuer", certificate.issuer)
            report.fact("names", certificate.names.isEmpty ? "none" : certificate.names.joined(separator: ", "))
            report.fact("good for", certificate.uses.isEmpty ? "nothing" : certificate.uses.joined(separator: ", "))
            report.fact("valid from", certificate.validFrom)
            report.fact("valid until", certificate.validUntil)
            report.fact("sha256", certificate.sha256)
            if let problem = certificate.problem { report.fact("problem", problem, .bad) }
        }
    }
}
