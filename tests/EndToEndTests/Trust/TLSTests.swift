import Foundation
import Testing

/// Runs under TLS with certificates that `pangea certs` has made, and what others are told on their ports.
@Suite struct TLSTests {
    private static let secret = "only-the-services-of-this-run-know-it"
    /// What a micro-batch takes at least, so that the run lasts while others knock.
    private static let pace = "trainer.pace action=pause ms=5"

    private static func pangea(_ arguments: String...) async throws {
        let pangea = try await ServiceProcess("pangea", name: "pangea", arguments)
        #expect(try await pangea.exitStatus() == 0, "\(pangea.log)")
    }

    private static func certificates(_ folder: TemporaryFolder, _ nodes: String...) async throws -> String {
        try await Certificates.make(in: folder, for: nodes)
    }

    @Test(arguments: ["", secret])
    func `under TLS the result is the same, and certificates are renewed while it goes on`(token: String) async throws {
        let folder = try TemporaryFolder()
        var terms = Deployment.Terms()
        terms.token = token
        terms.certificates = try await Self.certificates(folder, "compute", "orchestrator", "trainer")
        let run = try await Deployment(
            job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 1, terms: terms)
        try await run.startTrainer(faults: Self.pace)
        try await run.orchestrator.line("step committed")
        try await Self.pangea("certs", "renew", "--directory", terms.certificates)
        // The first one goes on with what it has shown; the second one and both that it meets read theirs anew.
        try await run.startTrainer(faults: Self.pace)
        try await run.orchestrator.line("TLS files read anew", "CN=orchestrator")
        try await run.compute.line("TLS files read anew", "CN=compute")
        let summary = try await run.summary()
        #expect(summary.sha256 == (try await SameResultTests.reference.value))
        #expect(summary.trainers == 2)
        let shown = ([run.compute, run.orchestrator] + run.trainers).flatMap(\.log).joined(separator: "\n")
        #expect(shown.contains("CN=trainer") && !shown.contains("PRIVATE KEY") && !shown.contains(Self.secret))
    }

    @Test func `who has a stranger's certificate, or none, is refused by name at both ends, and the run goes on`()
        async throws
    {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        var terms = Deployment.Terms()
        terms.certificates = try await Self.certificates(folder, "compute", "orchestrator", "trainer")
        let foreign = try await Self.certificates(other, "trainer")
        let run = try await Deployment(
            job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 2, terms: terms)
        try await run.startTrainer(faults: Self.pace)
        let strangers = [
            (
                "a certificate of another authority", Deployment.tls("trainer", in: foreign),
                "found a foreign one: certificate", "refused our certificate"
            ),
            (
                "a certificate of another role", Deployment.tls("compute", in: terms.certificates),
                "refused our certificate", "expected a certificate for who connects, found another use"
            ),
            ("no TLS", [:], "it speaks TLS, and TLS isn't set here", "found one that is without TLS"),
        ]
        for (name, environment, said, logged) in strangers {
            let stranger = try await ServiceProcess(
                "trainer", name: "stranger",
                ["--orchestrator", run.orchestratorAddress, "--compute", run.computeAddress, "--name", "stranger"],
                environment: environment)
            #expect(try await stranger.exitStatus() == 76)
            #expect(stranger.log.contains { $0.contains("critical") && $0.contains(said) }, "\(stranger.log)")
            try report("trainer", name, status: 76, try #require(stranger.log.last { $0.contains("critical") }))
            let refusal = try await run.orchestrator.line("not admitted", logged)
            #expect(refusal.contains("peer=127.0.0.1:"))
            try report("orchestrator", name, status: 0, refusal)
        }
        try await run.startTrainer(faults: Self.pace)
        #expect(try await run.summary().sha256 == (try await SameResultTests.reference.value))
    }

    @Test func `files that make no node end a service with 65, and some of them alone with 64`() async throws {
        let folder = try TemporaryFolder()
        let certificates = try await Self.certificates(folder, "compute", "trainer")
        var environment = Deployment.tls("compute", in: certificates)
        environment["PANGEA_TLS_KEY"] = "\(certificates)/trainer.key"
        let arguments = ["--data-root", Products.data, "--port", "0"]
        let mixed = try await ServiceProcess("compute", name: "compute", arguments, environment: environment)
        #expect(try await mixed.exitStatus() == 65)
        #expect(mixed.log.contains { $0.contains("critical") && $0.contains("trainer.key\": expected the key of") })
        try report("compute", "another one's key", status: 65, try #require(mixed.log.last { $0.contains("critical") }))
        environment["PANGEA_TLS_KEY"] = "\(certificates)/none.key"
        let missing = try await ServiceProcess("compute", name: "compute", arguments, environment: environment)
        #expect(try await missing.exitStatus() == 65)
        try report("compute", "a key that isn't there", status: 65, try #require(missing.log.last))
        let fixtures = Products.repository.appending(path: "libraries/admission/Tests/Fixtures").path
        let expired = try await ServiceProcess(
            "compute", name: "compute", arguments, environment: Deployment.tls("expired", in: fixtures))
        #expect(try await expired.exitStatus() == 65)
        try report("compute", "an expired certificate", status: 65, try #require(expired.log.last))
        environment["PANGEA_TLS_KEY"] = ""
        let partial = try await ServiceProcess("compute", name: "compute", arguments, environment: environment)
        #expect(try await partial.exitStatus() == 64)
        #expect(partial.log.contains { $0.contains("found --tls-certificate, --tls-authority alone") })
        try report("compute", "some of the TLS files", status: 64, try #require(partial.log.last))
    }

    // MARK: OpenSSL as a peer

    /// What `openssl s_client` says that is sent nothing, and shows this node's certificate.
    private static func client(
        _ address: String, _ certificates: String, node: String? = "trainer", _ more: String...
    ) async throws -> ServiceProcess {
        let own = node.map { ["-cert", "\(certificates)/\($0).pem", "-key", "\(certificates)/\($0).key"] } ?? []
        let client = try await ServiceProcess(
            "/usr/bin/openssl", name: "openssl",
            ["s_client", "-connect", address, "-CAfile", "\(certificates)/authority.pem", "-verify_return_error"] + own
                + more)
        _ = try await client.exitStatus()
        return client
    }

    @Test func `OpenSSL finds TLS 1.3 alone, a certificate for host and role, and a demand for its own`() async throws {
        let folder = try TemporaryFolder()
        let certificates = try await Self.certificates(folder, "compute", "trainer")
        let compute = try await Deployment.startCompute("127.0.0.1:0", token: Self.secret, certificates: certificates)
        let address = try field("address", of: try await compute.line("serving"))

        let good = try await Self.client(address, certificates, "-verify_hostname", "compute", "-ign_eof")
        #expect(good.output.contains("Verification: OK") && good.output.contains("Verified peername: compute"))
        #expect(good.output.contains("New, TLSv1.3, Cipher is TLS_") && good.output.contains("X25519"))
        #expect(good.output.contains("Acceptable client certificate CA names\nCN = Pangea authority"))
        // It says nothing of the token, and is let go.
        try await compute.line("not admitted", "peer=127.0.0.1:", "handshake")

        let address4 = try await Self.client(address, certificates, "-verify_ip", "127.0.0.1")
        #expect(address4.output.contains("Verification: OK"))
        let elsewhere = try await Self.client(address, certificates, "-verify_hostname", "elsewhere.example")
        #expect(
            elsewhere.log.contains { $0.contains("hostname mismatch") || $0.contains("Hostname mismatch") },
            "\(elsewhere.log)")

        let old = try await Self.client(address, certificates, "-tls1_2")
        #expect(old.log.contains { $0.contains("alert protocol version") }, "\(old.log)")
        let refusal = try await compute.line("not admitted", "expected TLS 1.3, found a peer with older versions alone")
        try report("compute", "a peer with TLS 1.2", status: 0, refusal)

        let bare = try await Self.client(address, certificates, node: nil, "-ign_eof")
        #expect((bare.log + [bare.output]).contains { $0.contains("alert certificate required") }, "\(bare.log)")
        let bareRefusal = try await compute.line("not admitted", "expected a certificate, found none")
        try report("compute", "a peer without a certificate", status: 0, bareRefusal)
    }

    @Test func `a session can't be taken up again without the certificate being looked at`() async throws {
        let folder = try TemporaryFolder()
        let certificates = try await Self.certificates(folder, "compute", "trainer")
        let compute = try await Deployment.startCompute("127.0.0.1:0", certificates: certificates)
        let address = try field("address", of: try await compute.line("serving"))
        let session = "\(folder.path)/session"
        for flags in [["-sess_out", session], ["-sess_in", session]] {
            let client = try await ServiceProcess(
                "/usr/bin/openssl", name: "openssl",
                [
                    "s_client", "-connect", address, "-CAfile", "\(certificates)/authority.pem", "-cert",
                    "\(certificates)/trainer.pem", "-key", "\(certificates)/trainer.key", "-ign_eof",
                ] + flags)
            _ = try await client.exitStatus()
            #expect(!client.output.contains("Reused, TLSv1.3"), "\(client.output)")
        }
    }

    @Test func `OpenSSL believes what pangea certs has made`() async throws {
        let folder = try TemporaryFolder()
        let certificates = try await Self.certificates(folder, "compute", "orchestrator", "trainer")
        let purposes = [
            ("compute", ["sslserver"], ["sslclient"]), ("orchestrator", ["sslserver", "sslclient"], []),
            ("trainer", ["sslclient"], ["sslserver"]),
        ]
        for (node, fit, unfit) in purposes {
            let verify = "openssl verify -x509_strict -CAfile \(certificates)/authority.pem -verify_hostname \(node)"
            for purpose in fit { try await shell("\(verify) -purpose \(purpose) \(certificates)/\(node).pem") }
            for purpose in unfit { try await shell("! \(verify) -purpose \(purpose) \(certificates)/\(node).pem") }
        }
    }
}
