import Foundation
import Testing

/// Who may join: those who have the token, and nobody else, whatever they say.
@Suite struct JoinTokenTests {
    private static let secret = "only-the-services-of-this-run-know-it"
    /// What a micro-batch takes at least, so that the run lasts while others knock.
    private static let pace = "trainer.pace action=pause ms=5"

    private static var terms: Deployment.Terms {
        var terms = Deployment.Terms()
        terms.token = secret
        return terms
    }

    @Test func `with a token the result is the same, and the token is in no log, metric, file or error`() async throws {
        let run = try await Deployment(
            job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 2, terms: Self.terms)
        for _ in 0..<2 { try await run.startTrainer(faults: Self.pace) }
        try await run.orchestrator.line("step committed")
        var shown = ""
        for service in [run.compute, run.orchestrator] + run.trainers {
            shown += try await Health.ask("metrics", of: service).body
        }
        let summary = try await run.summary()
        #expect(summary.sha256 == (try await SameResultTests.reference.value))
        for service in [run.compute, run.orchestrator] + run.trainers {
            shown += service.log.joined(separator: "\n") + service.output
        }
        for file in try FileManager.default.subpathsOfDirectory(atPath: run.folder.path) {
            let content = FileManager.default.contents(atPath: "\(run.folder.path)/\(file)")
            shown += content.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        #expect(shown.contains("pangea_") && shown.contains("step committed") && shown.contains(summary.sha256))
        #expect(!shown.contains(Self.secret))
    }

    @Test func `a trainer with another token, or none, is refused by name at both ends, and the run goes on`()
        async throws
    {
        let run = try await Deployment(
            job: TestJob.digits(epochs: SameResultTests.epochs), minimumTrainers: 2, terms: Self.terms)
        try await run.startTrainer(faults: Self.pace)
        let strangers = [
            (
                "another join token", "another secret, of another run", "the peer has another join token",
                "the peer refused us"
            ),
            (
                "no join token", "", "it asks for a join token, and none is set here",
                "expected a handshake with a join token"
            ),
        ]
        for (name, token, said, logged) in strangers {
            let stranger = try await ServiceProcess(
                "trainer", name: "stranger",
                ["--orchestrator", run.orchestratorAddress, "--compute", run.computeAddress, "--name", "stranger"],
                environment: ["PANGEA_TOKEN": token])
            #expect(try await stranger.exitStatus() == 76)
            #expect(stranger.log.contains { $0.contains("critical") && $0.contains(said) }, "\(stranger.log)")
            try report("trainer", name, status: 76, try #require(stranger.log.last { $0.contains("critical") }))
            let refusal = try await run.orchestrator.line("not admitted", logged)
            #expect(refusal.contains("peer=127.0.0.1:"))
            try report("orchestrator", name, status: 0, refusal)
        }
        #expect(!run.orchestrator.log.contains { $0.contains("trainer=stranger") })
        try await run.startTrainer(faults: Self.pace)
        #expect(try await run.summary().sha256 == (try await SameResultTests.reference.value))
    }

    @Test func `an orchestrator whose token isn't compute's ends with what compute says`() async throws {
        let compute = try await Deployment.startCompute("127.0.0.1:0", token: Self.secret)
        let address = try field("address", of: try await compute.line("serving"))
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            ["\(folder.path)/job.yaml", "--compute", address, "--run-directory", "\(folder.path)/run", "--port", "0"],
            environment: ["PANGEA_TOKEN": "another secret, of another run"])
        #expect(try await orchestrator.exitStatus() == 76)
        #expect(orchestrator.log.contains { $0.contains("critical") && $0.contains("another join token") })
        try await compute.line("not admitted", "our join token is another one")
    }

    @Test(arguments: ["compute", "orchestrator"])
    func `beyond loopback a service begins only with a token, or told to be insecure`(_ service: String) async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let arguments =
            service == "compute"
            ? ["--data-root", Products.data]
            : ["\(folder.path)/job.yaml", "--compute", "127.0.0.1:9", "--run-directory", "\(folder.path)/run"]
        let open = arguments + ["--host", "0.0.0.0", "--port", "0"]
        let refused = try await ServiceProcess(service, name: service, open)
        #expect(try await refused.exitStatus() == 64)
        let message = try #require(refused.log.last { $0.contains("critical") })
        #expect(message.contains("--host 0.0.0.0: expected a join token"))
        try report(service, "a port for everybody", status: 64, message)
        let goesOn = service == "compute" ? "serving" : "waiting for compute"
        let insecure = try await ServiceProcess(service, name: service, open + ["--insecure"])
        try await insecure.line(goesOn)
        let secured = try await ServiceProcess(service, name: service, open, environment: ["PANGEA_TOKEN": Self.secret])
        try await secured.line(goesOn)
    }
}
