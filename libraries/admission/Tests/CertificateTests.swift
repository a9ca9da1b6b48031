import Admission
import Foundation
import Testing

@Suite struct CertificateTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        .path

    private static func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
    }

    private static func chain(_ name: String) throws -> [Certificate] {
        Certificate.all(inPEM: try bytes("\(name).pem"))
    }

    private static func authority(_ name: String = "authority") throws -> CertificateAuthority {
        try #require(CertificateAuthority(try chain(name)))
    }

    private static func files(_ certificate: String, _ key: String, _ authority: String = "authority.pem") -> TLSFiles {
        TLSFiles(
            certificate: "\(folder)/\(certificate)", key: "\(folder)/\(key)", authority: "\(folder)/\(authority)")
    }

    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a certificate tells whose it is, for whom, by whom and until when`() throws {
        let certificate = try #require(try Self.chain("orchestrator").first)
        #expect(certificate.subject == "CN=orchestrator" && certificate.issuer == "CN=the tests' authority")
        #expect(certificate.names == ["orchestrator", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"])
        #expect(certificate.validFrom == Date(timeIntervalSince1970: 1_577_836_800))
        #expect(
            certificate.description
                == "certificate \"CN=orchestrator\" for orchestrator, localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, of "
                + "\"CN=the tests' authority\", valid from 2020-01-01T00:00:00Z until 2120-01-01T00:00:00Z")
    }

    @Test(
        arguments: [
            ("compute", ["compute"]), ("orchestrator", ["127.0.0.1"]), ("orchestrator", ["::1"]),
            ("renewed", []), ("behind-intermediate", ["compute", "trainer"]),
        ] as [(String, [String])])
    func `a sound one for one of the names is believed`(name: String, names: [String]) throws {
        let side: CertificateProblem.Side = name == "compute" ? .listening : .dialling
        let chain = try Self.chain(name)
        let peer = try Self.authority().check(chain.map(\.der), on: side, for: names, at: Self.now)
        #expect(peer == chain.first)
    }

    @Test(
        arguments: [
            ("expired", "found an expired one"), ("not-yet-valid", "found one for later"),
            ("foreign", "found a foreign one"), ("self-signed", "found a foreign one"),
            ("other-name", "expected a certificate for trainer or 127.0.0.1"),
            ("compute", "expected a certificate for who connects"),
        ])
    func `one that isn't right is refused with the reason`(name: String, reason: String) throws {
        let problem = #expect(throws: CertificateProblem.self) {
            try Self.authority().check(
                try Self.chain(name).map(\.der), on: .dialling, for: ["trainer", "127.0.0.1"], at: Self.now)
        }
        #expect(problem?.description.contains(reason) == true, "\(problem.map { "\($0)" } ?? "")")
    }

    @Test func `without what is between it and the authority it is foreign`() throws {
        let problem = #expect(throws: CertificateProblem.self) {
            try Self.authority().check(
                try Self.chain("behind-intermediate").prefix(1).map(\.der), on: .dialling, for: [], at: Self.now)
        }
        guard case .foreign = problem else { return #expect(problem == nil) }
    }

    @Test func `what is no chain of certificates is none`() throws {
        let good = try Self.chain("orchestrator").map(\.der)
        let chains: [[[UInt8]]] = [
            [], [[]], [[0x30, 0x82]], [good[0] + [0]], [Array(good[0].dropLast())], Array(repeating: good[0], count: 9),
        ]
        for chain in chains {
            #expect(throws: CertificateProblem.none) {
                try Self.authority().check(chain, on: .listening, for: [], at: Self.now)
            }
        }
    }

    @Test func `no change of a byte passes for the certificate`() throws {
        let good = try #require(try Self.chain("orchestrator").first).der
        let authority = try Self.authority()
        for index in good.indices {
            var changed = good
            changed[index] ^= 1
            #expect(throws: CertificateProblem.self) {
                try authority.check([changed], on: .listening, for: [], at: Self.now)
            }
        }
    }

    @Test func `a node's files make its credentials, and nothing shows the key`() throws {
        let credentials = try Self.files("orchestrator.pem", "orchestrator.key").read(at: Self.now)
        #expect(credentials.chain.map(\.subject) == ["CN=orchestrator"])
        #expect(try Self.files("compute.pem", "compute.key").read(at: Self.now).problem(at: Self.now) == nil)
        var shown = ""
        dump(credentials, to: &shown)
        #expect(!"\(shown) \(credentials)".contains("PRIVATE"))
    }

    @Test(
        arguments: [
            ("nowhere.pem", "compute.key", "authority.pem", "can't read \"…/nowhere.pem\""),
            ("make", "compute.key", "authority.pem", "\"…/make\": expected a certificate in PEM, found none"),
            ("compute.pem", "nowhere.key", "authority.pem", "can't read \"…/nowhere.key\""),
            ("compute.pem", "compute.pem", "authority.pem", "\"…/compute.pem\": expected a private key in PEM"),
            ("compute.pem", "trainer.key", "authority.pem", "\"…/trainer.key\": expected the key of certificate"),
            ("compute.pem", "compute.key", "compute.key", "\"…/compute.key\": expected a certificate in PEM"),
            (
                "compute.pem", "compute.key", "foreign-authority.pem",
                "\"…/compute.pem\": expected a certificate signed by"
            ),
            ("expired.pem", "expired.key", "authority.pem", "found an expired one"),
            ("not-yet-valid.pem", "not-yet-valid.key", "authority.pem", "found one for later"),
        ])
    func `files that make no node say why`(
        certificate: String, key: String, authority: String, reason: String
    ) throws {
        let error = #expect(throws: AdmissionError.self) {
            try Self.files(certificate, key, authority).read(at: Self.now)
        }
        let text = error?.description.replacing(Self.folder, with: "…") ?? ""
        #expect(text.hasPrefix("TLS: ") && text.contains(reason), "\(text)")
    }
}
