import Admission
import Foundation
import Testing

@Suite struct CertificateIssuerTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let day = TimeInterval(86_400)

    private static func authority() throws -> (CertificateIssuer, IssuedCertificate) {
        try CertificateIssuer.make(named: "an authority", from: now, until: now + 100 * day)
    }

    @Test func `what it issues is believed for its names and its side, until it ends`() throws {
        let (issuer, own) = try Self.authority()
        #expect(own.certificate.subject == "CN=an authority" && own.certificate.issuer == "CN=an authority")
        let issued = try issuer.issue(
            to: "compute", for: ["compute", "host.example", "192.0.2.1", "2001:db8::1"], on: [.listening],
            from: Self.now, until: Self.now + 10 * Self.day)
        #expect(
            issued.certificate.names == ["compute", "host.example", "192.0.2.1", "2001:DB8:0:0:0:0:0:1"])
        #expect(issued.certificate.validUntil == Self.now + 10 * Self.day)
        #expect(issued.certificate.sides == [.listening])
        let trusted = try #require(CertificateAuthority([own.certificate]))
        for name in ["compute", "host.example", "192.0.2.1", "2001:db8::1"] {
            _ = try trusted.check([issued.certificate.der], on: .listening, for: [name], at: Self.now + Self.day)
        }
        for (side, name, days) in [(.dialling, "compute", 1), (.listening, "other", 1), (.listening, "compute", 11)]
            as [(CertificateProblem.Side, String, Double)]
        {
            #expect(throws: CertificateProblem.self) {
                try trusted.check([issued.certificate.der], on: side, for: [name], at: Self.now + days * Self.day)
            }
        }
    }

    @Test func `its files make it again, and a node's files its credentials`() throws {
        let (_, own) = try Self.authority()
        let issuer = try CertificateIssuer(certificate: own.pem, key: own.key)
        let issued = try issuer.issue(
            to: "orchestrator", for: ["orchestrator"], on: [.listening, .dialling], from: Self.now,
            until: Self.now + 1000 * Self.day)
        #expect(issued.certificate.validUntil == own.certificate.validUntil, "it can't outlive its authority")
        let folder = FileManager.default.temporaryDirectory.appending(path: "issued-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in [("c", issued.pem), ("k", issued.key), ("a", own.pem)] {
            try Data(bytes).write(to: folder.appending(path: name))
        }
        let files = TLSFiles(
            certificate: "\(folder.path)/c", key: "\(folder.path)/k", authority: "\(folder.path)/a")
        #expect(try files.read(at: Self.now).chain == [issued.certificate])
        var shown = ""
        dump(issued, to: &shown)
        #expect(!"\(shown) \(issued)".contains("PRIVATE"))
    }

    @Test func `while one authority takes over from another of the same name, the nodes of both are believed`() throws {
        let authorities = try (0..<2).map { _ in try Self.authority() }
        let trusted = try #require(CertificateAuthority(authorities.map(\.1.certificate)))
        for (issuer, _) in authorities {
            let node = try issuer.issue(
                to: "n", for: ["n"], on: [.dialling], from: Self.now, until: Self.now + Self.day)
            _ = try trusted.check([node.certificate.der], on: .dialling, for: ["n"], at: Self.now)
        }
    }

    @Test func `what isn't an authority's issues nothing`() throws {
        let (issuer, own) = try Self.authority()
        let node = try issuer.issue(
            to: "n", for: ["n"], on: [.dialling], from: Self.now, until: Self.now + Self.day)
        let (_, other) = try Self.authority()
        for (certificate, key) in [(node.pem, node.key), (own.pem, other.key), (own.pem, own.pem), (own.key, own.key)] {
            #expect(throws: AdmissionError.self) { try CertificateIssuer(certificate: certificate, key: key) }
        }
    }

    @Test(arguments: ["", "a,DNS:evil", "a b", "é", "a\nb", "1.2.3.4:", String(repeating: "a", count: 254)])
    func `what is no host, address or role isn't certified`(name: String) throws {
        let (issuer, _) = try Self.authority()
        #expect(throws: AdmissionError.self) {
            try issuer.issue(to: "n", for: [name], on: [.dialling], from: Self.now, until: Self.now + Self.day)
        }
    }
}
