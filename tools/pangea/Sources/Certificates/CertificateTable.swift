internal import Admission
internal import Foundation
internal import Terminal

/// What was made, as a person reads it.
struct CertificateTable {
    private(set) var lines: [String] = []

    /// Adds a certificate by its file.
    mutating func add(_ issued: IssuedCertificate, path: String) {
        let certificate = issued.certificate
        let purpose =
            certificate.names.isEmpty ? "signs the others" : "for \(certificate.names.joined(separator: ", "))"
        lines.append(
            PlainText.of("\(path): \(purpose); until \(certificate.validUntil.formatted(.iso8601))", limit: 2000))
    }
}
