import Digests
import Foundation
import Testing

/// The promise: a run's result depends on its job file alone.
@Suite(.serialized) struct SameResultTests {
    static let epochs = 4
    static let steps = epochs * TestJob.stepsPerEpoch

    /// The digest of the undisturbed run with one trainer.
    static let reference = Task { try await run(trainers: 1).sha256 }

    static func run(
        trainers count: Int, job: String = TestJob.digits(epochs: epochs), faults: String = ""
    ) async throws -> Summary {
        let deployment = try await Deployment(job: job, minimumTrainers: count)
        for _ in 0..<count { try await deployment.startTrainer(faults: faults) }
        let summary = try await deployment.summary()
        for trainer in deployment.trainers { #expect(try await trainer.exitStatus() == 0) }
        let model = try deployment.model()
        #expect(Digest.ofModel(model)?.description == summary.sha256)
        return summary
    }

    @Test(arguments: [2, 3]) func `any number of trainers makes the same model`(count: Int) async throws {
        let summary = try await Self.run(trainers: count)
        #expect(summary.sha256 == (try await Self.reference.value))
        #expect(summary.steps == Self.steps)
        #expect(summary.shares.count == count)
        #expect(summary.shares.map(\.microBatches).reduce(0, +) == Self.epochs * (22 * 8 + 4))
    }

    @Test func `every micro-batch computed by two trainers makes the same model, and nobody is expelled`() async throws
    {
        let summary = try await Self.run(trainers: 2, job: TestJob.digits(epochs: Self.epochs, extra: "audit: 1"))
        #expect(summary.sha256 == (try await Self.reference.value))
        #expect(summary.auditsDone > Self.steps)
        #expect(summary.shares.count == 2 && summary.shares.allSatisfy { $0.expelled == nil })
    }

    @Test func `a trainer killed in mid-epoch leaves no trace in the model`() async throws {
        let deployment = try await Deployment(job: TestJob.digits(epochs: Self.epochs), minimumTrainers: 2)
        let other = try await deployment.startTrainer(faults: "\(Chaos.pace(10)); \(Chaos.stop(inStep: 33))")
        let victim = try await deployment.startTrainer(
            faults: "\(Chaos.pace(10)); trainer.push.before step=33 action=kill")
        #expect(try await victim.exitStatus() == -SIGKILL)
        try await other.stopped()
        other.proceed()
        let reissue = try await deployment.orchestrator.line("leased", "reason=\"trainer-2 left\"")
        #expect(reissue.contains("trainer=trainer-1"))
        let summary = try await deployment.summary()
        #expect(summary.leasesReissued >= 1)
        let share = try #require(summary.shares.first { $0.trainer == "trainer-2" })
        #expect(share.redone["left"] ?? 0 >= 1)
        #expect(summary.sha256 == (try await Self.reference.value))
    }

    @Test func `a run stopped and resumed makes the same model`() async throws {
        let deployment = try await Deployment(job: TestJob.digits(epochs: Self.epochs), minimumTrainers: 2)
        for _ in 0..<2 { try await deployment.startTrainer(faults: Chaos.stop(inStep: 40)) }
        for trainer in deployment.trainers { try await trainer.stopped() }
        deployment.orchestrator.terminate()
        try await deployment.orchestrator.line("checkpoint written", "step=40")
        for trainer in deployment.trainers { trainer.proceed() }
        #expect(try await deployment.orchestrator.exitStatus() == 75)
        #expect(deployment.orchestrator.output.isEmpty)
        try await deployment.resumeOrchestrator()
        let resumed = try await deployment.orchestrator.line("resuming")
        #expect(try field("step", of: resumed) == "40")
        let summary = try await deployment.summary()
        #expect(summary.sha256 == (try await Self.reference.value))
        for trainer in deployment.trainers { #expect(try await trainer.exitStatus() == 0) }
    }

    @Test func `an orchestrator started on a finished run prints its summary again`() async throws {
        let deployment = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 1)
        try await deployment.startTrainer()
        let summary = try await deployment.summary()
        let before = try deployment.model()
        let again = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                "\(deployment.folder.path)/job.yaml", "--compute", deployment.computeAddress, "--port", "0",
                "--run-directory", "\(deployment.folder.path)/run", "--resume", "auto",
            ])
        #expect(try await again.exitStatus() == 0)
        let line = try #require(again.output.split(separator: "\n").last)
        #expect(try JSONDecoder().decode(Summary.self, from: Data(line.utf8)).sha256 == summary.sha256)
        #expect(try deployment.model() == before)
    }
}
