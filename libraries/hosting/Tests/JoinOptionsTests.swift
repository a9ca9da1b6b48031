import Admission
import ArgumentParser
import Foundation
import Hosting
import Testing

@Suite struct JoinOptionsTests {
    private static let secret = "a secret of this run's services"

    @Test func `a token comes from a file or the environment, and not from both`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("\(Self.secret)\n".utf8).write(to: URL(fileURLWithPath: path))
        let none = try JoinOptions.parse([])
        let named = try JoinOptions.parse(["--token-file", path])
        #expect(try none.token(environment: [:]) == nil)
        #expect(try none.token(environment: [JoinOptions.tokenVariable: ""]) == nil)
        #expect(try none.token(environment: [JoinOptions.tokenVariable: Self.secret]) != nil)
        #expect(try named.token(environment: [:]) != nil)
        let error = #expect(throws: ServiceFailure.self) {
            try named.token(environment: [JoinOptions.tokenVariable: Self.secret])
        }
        #expect(error?.status == .usage)
        #expect(error?.description == "expected --token-file or PANGEA_TOKEN, found both")
    }

    @Test func `what is no token is an error that shows nothing of it`() throws {
        let none = try JoinOptions.parse([])
        let short = #expect(throws: ServiceFailure.self) {
            try none.token(environment: [JoinOptions.tokenVariable: "hush"])
        }
        #expect(short?.status == .badInput)
        #expect(short?.description == "PANGEA_TOKEN: join token: expected 16 to 4096 bytes, found 4")
        let missing = #expect(throws: ServiceFailure.self) {
            try JoinOptions.parse(["--token-file", "/nowhere/token"]).token(environment: [:])
        }
        #expect(missing?.description == "--token-file: join token: can't read \"/nowhere/token\"")
    }

    @Test func `a certificate comes with its key and an authority, or not at all`() throws {
        #expect(try JoinOptions.parse([]).tlsFiles() == nil)
        let all = ["--tls-certificate", "c", "--tls-key", "k", "--tls-authority", "a"]
        #expect(try JoinOptions.parse(all).tlsFiles() == TLSFiles(certificate: "c", key: "k", authority: "a"))
        #expect(try JoinOptions.parse(all).credentials()?.tls != nil)
        for count in [2, 4] {
            let error = #expect(throws: ServiceFailure.self) {
                try JoinOptions.parse(Array(all.prefix(count))).credentials()
            }
            #expect(error?.status == .usage)
            #expect(
                error?.description.hasPrefix("expected --tls-certificate, --tls-key and --tls-authority together")
                    == true)
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1", true), ("127.8.9.1", true), ("localhost", true), ("::1", true), ("0.0.0.0", false),
            ("::", false), ("192.0.2.1", false), ("127.0.0.1.example", false), ("127.example.org.x", false),
            ("compute", false),
        ])
    func `beyond loopback a service listens only with a token, or told to be insecure`(
        host: String, isLoopback: Bool
    ) throws {
        let files = TLSFiles(certificate: "c", key: "k", authority: "a")
        for credentials in [
            Credentials(token: try JoinToken(Self.secret), tls: nil), Credentials(token: nil, tls: files),
        ] {
            #expect(credentials != nil)
            try ExposureOptions.parse([]).require(credentials, toListenOn: host)
        }
        try ExposureOptions.parse(["--insecure"]).require(nil, toListenOn: host)
        if isLoopback { return try ExposureOptions.parse([]).require(nil, toListenOn: host) }
        let error = #expect(throws: ServiceFailure.self) {
            try ExposureOptions.parse([]).require(nil, toListenOn: host)
        }
        #expect(error?.status == .usage)
        #expect(error?.description.hasPrefix("--host \(host): expected a join token") == true)
    }
}
