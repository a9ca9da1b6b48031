import Digests
import Foundation
import Testing

/// `pangea run`: the services as it starts, watches and ends them.
@Suite struct PangeaRunTests {
    private static let job = TestJob.digits(epochs: SameResultTests.epochs)
    /// A run that goes on until it is ended.
    private static let long = TestJob.digits(epochs: 10_000)
    private static let pace = Chaos.pace(20)

    /// The orchestrator's summary, as `--json` prints it.
    private func summary(_ run: CommandRun) throws -> Summary {
        try #require(run.pangea.output.split(separator: "\n").count == 1, "\(run.pangea.output)")
        return try JSONDecoder().decode(Summary.self, from: Data(run.pangea.output.utf8))
    }

    @Test func `the digits end in the model of an undisturbed run, and nothing is left`() async throws {
        let run = try await CommandRun(job: Self.job, ["--json"], faults: Self.pace)
        try await run.training()
        let (children, ports) = (try run.children(), try run.ports())
        #expect(children.count == 4 && ports.count == 3)
        #expect(try await run.pangea.exitStatus() == 0)
        let summary = try summary(run)
        #expect(summary.sha256 == (try await SameResultTests.reference.value))
        #expect((summary.steps, summary.trainers) == (SameResultTests.steps, 2))
        let model = try Data(contentsOf: URL(fileURLWithPath: "\(run.path)/model.safetensors"))
        #expect(Digest.ofModel(model)?.description == summary.sha256)
        #expect(try run.children().isEmpty)
        for port in ports { #expect(try !CommandRun.isOpen(port)) }
        #expect(run.pangea.log.contains { $0.hasPrefix("epoch 1 is evaluated, loss ") }, "\(run.pangea.log)")
        #expect(run.pangea.log.contains { $0.contains("step 92 of 92 (100 %)") })
        let hasEscapes = (run.pangea.log + [run.pangea.output]).contains { $0.contains("\u{1b}") }
        #expect(!hasEscapes, "this is no terminal")
    }

    @Test func `logs of every service are shown on demand, and the path of the model at the end`() async throws {
        // What is meant for a service alone doesn't reach all of them.
        let run = try await CommandRun(
            job: TestJob.digits(epochs: 1), ["--show", "logs", "--trainers", "1"],
            environment: ["PANGEA_STAY": "true", "PANGEA_HEALTH_PORT": "1", "PANGEA_PORTS_FILE": "/none/such"])
        #expect(try await run.pangea.exitStatus() == 0)
        for service in ["compute     ", "orchestrator", "trainer-1   "] {
            #expect(run.pangea.log.contains { $0.hasPrefix("\(service) | ") }, "\(service)")
        }
        let last = try #require(run.pangea.output.split(separator: "\n").last)
        #expect(last == "model     \(run.path)/model.safetensors")
        #expect(FileManager.default.fileExists(atPath: "\(run.path)/model.safetensors"))
    }

    @Test func `killed without a warning, it leaves no process and no port, and a run to go on with`() async throws {
        let run = try await CommandRun(job: Self.job, faults: Self.pace)
        try await run.training()
        let (children, ports) = (try run.children(), try run.ports())
        #expect(children.count == 4 && ports.count == 3)
        for port in ports { #expect(try CommandRun.isOpen(port)) }
        run.pangea.kill()
        #expect(try await run.pangea.exitStatus() == -SIGKILL)
        try await CommandRun.end(of: children)
        for port in ports { #expect(try !CommandRun.isOpen(port)) }
        for service in ["compute", "orchestrator", "trainer-1", "trainer-2"] {
            #expect(try run.log(of: service).contains("whoever started this service is gone"), "\(service)")
        }
        let again = try await CommandRun(job: Self.job, in: run.folder, ["--resume", "--json"])
        #expect(try await again.pangea.exitStatus() == 0)
        #expect(try again.log(of: "orchestrator").contains("resuming"))
        #expect(try summary(again).sha256 == (try await SameResultTests.reference.value))
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `asked to end, it ends all in order, and says how to go on`(signal: Int32, code: Int32) async throws {
        let run = try await CommandRun(job: Self.long, ["--json"], faults: Self.pace)
        try await run.training()
        // Before the first step there is nothing to write.
        try await run.pangea.line("epoch 1 is evaluated")
        let (children, ports) = (try run.children(), try run.ports())
        #expect(children.count == 4 && ports.count == 3)
        run.pangea.signal(signal)
        #expect(try await run.pangea.exitStatus() == code)
        try await CommandRun.end(of: children)
        for port in ports { #expect(try !CommandRun.isOpen(port)) }
        #expect(run.pangea.output.isEmpty, "there is no summary of a run that isn't over")
        #expect(run.pangea.log.last == "pangea: stopped; go on with --resume --run-directory \(run.path)")
        let files = try FileManager.default.contentsOfDirectory(atPath: run.path)
        #expect(files.contains { $0.hasPrefix("checkpoint-") }, "\(files)")
    }

    @Test func `a trainer that dies is named, and the model is the same`() async throws {
        let run = try await CommandRun(job: Self.job, ["--json"], faults: Self.pace)
        try await run.training()
        try await run.pangea.line("epoch 1 is evaluated")
        let trainer = try #require(try run.children().first { try CommandRun.name(of: $0) == "trainer" })
        #expect(kill(trainer, SIGKILL) == 0)
        try await run.pangea.line("ended with 137; the run goes on without it")
        #expect(try await run.pangea.exitStatus() == 0)
        #expect(try summary(run).sha256 == (try await SameResultTests.reference.value))
    }

    @Test func `the last trainer's death ends the run with its code`() async throws {
        // Whoever comes to push in step 33 dies, and the other one gets its work.
        let run = try await CommandRun(
            job: Self.job, ["--json"], faults: "\(Self.pace); trainer.push.before step=33 action=kill")
        #expect(try await run.pangea.exitStatus() == 137)
        #expect(run.pangea.log.contains { $0.contains("ended with 137; the run goes on without it") })
        #expect(run.pangea.log.contains { $0.contains("ended with 137 before the run did") })
        #expect(try run.children().isEmpty)
    }

    @Test func `a job that is wrong is told as the orchestrator tells it, with its code`() async throws {
        let run = try await CommandRun(job: Self.job.replacing("  batch: 64", with: "  batsch: 64"), ["--json"])
        #expect(try await run.pangea.exitStatus() == 65)
        let message = try #require(run.pangea.log.last)
        #expect(message.contains("line 14") && message.contains("did you mean \"training.batch\"?"), "\(message)")
        #expect(run.pangea.log.contains("pangea: orchestrator ended with 65 before the run did"))
        #expect(run.pangea.output.isEmpty)
        #expect(try run.children().isEmpty)
    }

    @Test func `a run directory with a run in it isn't touched without --resume`() async throws {
        let run = try await CommandRun(job: TestJob.digits(epochs: 1), ["--trainers", "1"])
        #expect(try await run.pangea.exitStatus() == 0)
        let again = try await CommandRun(job: TestJob.digits(epochs: 1), in: run.folder, ["--json", "--trainers", "1"])
        #expect(try await again.pangea.exitStatus() == 65)
        #expect(again.pangea.output.isEmpty, "the summary of the run before isn't this one's")
        let finished = try await CommandRun(
            job: TestJob.digits(epochs: 1), in: run.folder, ["--json", "--trainers", "1", "--resume"])
        #expect(try await finished.pangea.exitStatus() == 0)
        #expect(try summary(finished).steps == TestJob.stepsPerEpoch)
    }

    @Test func `programs that are missing are named before anything starts`() async throws {
        let folder = try TemporaryFolder()
        let pangea = try await ServiceProcess(
            "pangea", name: "pangea", ["run", "job.yaml", "--binaries", folder.path, "--run-directory", folder.path])
        #expect(try await pangea.exitStatus() == 69)
        #expect(pangea.log.first?.hasPrefix("pangea: no program \(folder.path)/compute") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
