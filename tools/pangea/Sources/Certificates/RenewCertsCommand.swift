internal import Admission
package import ArgumentParser
package import Foundation
internal import Terminal

/// `pangea certs renew`: certificates for the same nodes, with new keys and later ends.
package struct RenewCertsCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Replace certificates by new ones for the same names.",
        discussion: """
            Each node gets a new key and a new certificate of the same authority. Services that run read their files \
            anew at the next handshake; nothing has to be restarted, and open connections go on.

              pangea certs renew
              pangea certs renew trainer-2 --days 30

            Exit codes: 0 all are renewed, 64 wrong usage, 65 a certificate or the authority is no good, 74 a file \
            can't be read or written.
            """)

    @Argument(help: "The names of the nodes. (default: all in the folder)")
    var nodes: [String] = []

    @Option(help: "The folder with the files, the authority's key among them.", completion: .directory)
    var directory = "certs"

    @Option(help: "Days until the new certificates expire.")
    var days = 365

    /// For ArgumentParser.
    package init() {}

    /// Checks what ArgumentParser can't.
    package func validate() throws {
        guard (1...36_500).contains(days) else { throw ValidationError("--days: expected 1 to 36500, got \(days)") }
    }

    /// Renews them.
    package func run() async throws {
        do throws(CertificatesError) {
            for line in try renew(at: Date()) { StandardOutput.line(line) }
        } catch {
            throw CommandEnd.failing(error.status, PlainText.of("\(error)", limit: 2000))
        }
    }

    /// Renews them, and says what was made.
    package func renew(at now: Date) throws(CertificatesError) -> [String] {
        let folder = CertificateFolder(path: directory)
        guard let issuer = try folder.issuer() else { throw .noAuthority(folder: directory) }
        guard issuer.certificate.validUntil > now else {
            throw .unfit(
                path: folder.certificate(of: CertificateFolder.authorityName),
                reason: "expected an authority that is valid, found an expired one; make a new one in another folder")
        }
        let issued = try (nodes.isEmpty ? folder.nodes() : nodes).map { name throws(CertificatesError) in
            (name, try renewed(name, in: folder, by: issuer, at: now))
        }
        var table = CertificateTable()
        for (name, certificate) in issued {
            try folder.write(certificate, as: name, replacing: true)
            table.add(certificate, path: folder.certificate(of: name))
        }
        return table.lines
    }

    private func renewed(
        _ name: String, in folder: CertificateFolder, by issuer: CertificateIssuer, at now: Date
    ) throws(CertificatesError) -> IssuedCertificate {
        let path = folder.certificate(of: name)
        guard !name.contains("/"), name != CertificateFolder.authorityName, let bytes = try folder.read(path) else {
            throw .file(path: path, reason: "expected a node's certificate, found none")
        }
        guard let old = Certificate.all(inPEM: bytes).first else {
            throw .unfit(path: path, reason: "expected a certificate in PEM, found none")
        }
        guard old.issuer == issuer.certificate.subject else {
            throw .unfit(path: path, reason: "expected one of \"\(issuer.certificate.subject)\", found \(old)")
        }
        do throws(AdmissionError) {
            return try issuer.issue(
                to: name, for: old.names, on: old.sides, from: now - MakeCertsCommand.grace,
                until: now + TimeInterval(days) * 86_400)
        } catch {
            throw .unfit(path: path, reason: "\(error)")
        }
    }
}
