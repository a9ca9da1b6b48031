internal import Admission
package import ArgumentParser
package import Foundation
internal import Terminal

/// `pangea certs make NODE…`: certificates for nodes, and the authority where there is none yet.
package struct MakeCertsCommand: AsyncParsableCommand {
    /// Clocks of other machines may be behind ours.
    static let grace = TimeInterval(3600)

    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Make certificates; what is done where nothing else is said.",
        discussion: """
            A node is its role, compute, orchestrator or trainer, or NAME:ROLE where there are several of one, and \
            behind = the hosts and addresses by which others reach it. Its files are NAME.pem and NAME.key; the \
            authority's are authority.pem, which every node needs, and authority.key, which none does: keep it \
            elsewhere. No file that is there is written to.

              pangea certs compute=10.0.0.2 orchestrator=train.example,10.0.0.3 trainer
              pangea certs trainer-2:trainer trainer-3:trainer

            Exit codes: 0 all are made, 64 wrong usage, 65 the authority is no good, 74 a file is there or can't be \
            written.
            """)

    @Argument(help: "The nodes: ROLE or NAME:ROLE, and =HOST,HOST behind it. (default: one of each role)")
    var nodes: [String] = []

    @Option(help: "The folder for the files; made where there is none.", completion: .directory)
    var directory = "certs"

    @Option(help: "Days until a node's certificate expires.")
    var days = 365

    @Option(help: "Days until a new authority's certificate expires, and with it all of its nodes'.")
    var authorityDays = 3650

    @Option(help: "The name of a new authority.")
    var authorityName = "Pangea authority"

    /// For ArgumentParser.
    package init() {}

    /// Checks what ArgumentParser can't.
    package func validate() throws {
        for (option, value) in [("--days", days), ("--authority-days", authorityDays)]
        where !(1...36_500).contains(value) {
            throw ValidationError("\(option): expected 1 to 36500, got \(value)")
        }
    }

    /// Makes them.
    package func run() async throws {
        do throws(CertificatesError) {
            for line in try make(at: Date()) { StandardOutput.line(line) }
        } catch {
            throw CommandEnd.failing(error.status, PlainText.of("\(error)", limit: 2000))
        }
    }

    /// Makes them, and says what was made.
    package func make(at now: Date) throws(CertificatesError) -> [String] {
        let texts = nodes.isEmpty ? NodeRole.allCases.map(\.rawValue) : nodes
        let requests = try texts.map { text throws(CertificatesError) in try NodeRequest(text) }
        let folder = CertificateFolder(path: directory)
        for (index, request) in requests.enumerated() {
            guard !requests[..<index].contains(where: { $0.name == request.name }) else { throw .twice(request.name) }
            if let path = folder.holds(request.name) { throw .exists(path: path) }
        }
        try folder.make()
        var table = CertificateTable()
        let issuer: CertificateIssuer
        if let own = try folder.issuer() {
            issuer = own
        } else {
            issuer = try makeAuthority(in: folder, at: now, &table)
        }
        // All are made before the first is written: a host that there can't be leaves nothing behind.
        let issued = try requests.map { request throws(CertificatesError) in
            (request.name, try Self.issue(request, by: issuer, at: now, days: days))
        }
        for (name, certificate) in issued {
            try folder.write(certificate, as: name, replacing: false)
            table.add(certificate, path: folder.certificate(of: name))
        }
        return table.lines
    }

    private func makeAuthority(
        in folder: CertificateFolder, at now: Date, _ table: inout CertificateTable
    ) throws(CertificatesError) -> CertificateIssuer {
        if let path = folder.holds(CertificateFolder.authorityName) {
            throw .unfit(
                path: path, reason: "expected the authority's certificate and its key, found one of them alone")
        }
        let path = folder.certificate(of: CertificateFolder.authorityName)
        let made: (issuer: CertificateIssuer, own: IssuedCertificate)
        do throws(AdmissionError) {
            made = try CertificateIssuer.make(
                named: authorityName, from: now - Self.grace, until: now + TimeInterval(authorityDays) * 86_400)
        } catch {
            throw .unfit(path: path, reason: "\(error)")
        }
        try folder.write(made.own, as: CertificateFolder.authorityName, replacing: false)
        table.add(made.own, path: path)
        return made.issuer
    }

    static func issue(
        _ request: NodeRequest, by issuer: CertificateIssuer, at now: Date, days: Int
    ) throws(CertificatesError) -> IssuedCertificate {
        do throws(AdmissionError) {
            return try issuer.issue(
                to: request.name, for: request.names, on: request.role.sides, from: now - grace,
                until: now + TimeInterval(days) * 86_400)
        } catch {
            throw .unfit(path: request.name, reason: "\(error)")
        }
    }
}
