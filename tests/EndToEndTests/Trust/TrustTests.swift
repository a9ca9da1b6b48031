import Foundation
import Testing

/// Trainers that compute something else than they should, and a job that has no finite gradient: who is wrong is found
/// and named, and the model is the honest ones'.
@Suite struct TrustTests {
    /// Every leaf is audited, so that no lie is committed in whichever step the liar gets its first lease.
    private static let audited = TestJob.digits(epochs: 2, extra: "audit: 1.0\ncheckpoint: {everySteps: 10}")
    private static let steps = 2 * TestJob.stepsPerEpoch
    /// What a micro-batch takes the honest ones, so that the liar is through with its own before anybody else.
    private static let pace = Chaos.pace(10)

    /// The digest of the undisturbed run: audits change no result.
    private static let reference = Task {
        try await SameResultTests.run(trainers: 1, job: TestJob.digits(epochs: 2)).sha256
    }

    /// A run on three trainers, of which the second falsifies all that it computes; the others stop in each of `stops`.
    private static func run(lie: String, job: String, stops: [Int] = []) async throws -> Deployment {
        let run = try await Deployment(job: job, minimumTrainers: 3)
        let honest = ([pace] + stops.map(Chaos.stop)).joined(separator: "; ")
        try await run.startTrainer(faults: honest)
        try await run.startTrainer(faults: "trainer.gradient action=\(lie)")
        try await run.startTrainer(faults: honest)
        return run
    }

    /// The liar is named with the step that it lied in, by the words of two others; nobody else is harmed.
    private static func checkExpulsion(in run: Deployment) async throws {
        let expulsion = try await run.orchestrator.line("trainer-2 is expelled: in step ")
        #expect(expulsion.contains("than trainer-1 and trainer-3"))
        let step = try #require(expulsion.firstMatch(of: /in step (\d+)/)).1
        try await run.orchestrator.line("step \(step) is redone without trainer-2")
        #expect(try await run.trainers[1].exitStatus() == 76)
        #expect(run.trainers[1].log.contains { $0.contains("refused: trainer-2 is expelled: in step \(step)") })
    }

    private static func checkEnd(of run: Deployment) async throws {
        let summary = try await run.summary()
        #expect(summary.sha256 == (try await reference.value))
        #expect(summary.steps == steps)
        let expelled = Dictionary(uniqueKeysWithValues: summary.shares.map { ($0.trainer, $0.expelled) })
        #expect(expelled["trainer-2"]??.contains(" it had another value") == true)
        #expect(expelled["trainer-1"] == .some(nil) && expelled["trainer-3"] == .some(nil))
        for index in [0, 2] { #expect(try await run.trainers[index].exitStatus() == 0) }
    }

    @Test func `a trainer that flips a bit is found by an audit and expelled, and the model is the honest ones'`()
        async throws
    {
        let run = try await Self.run(lie: "corrupt", job: Self.audited)
        try await Self.checkExpulsion(in: run)
        try await Self.checkEnd(of: run)
    }

    @Test func `a trainer that pushes what is not finite is asked about, named and expelled`() async throws {
        let run = try await Self.run(lie: "spoil", job: TestJob.digits(epochs: 2))
        try await run.orchestrator.line("leased", "reason=\"to compare: it is not finite\"")
        try await Self.checkExpulsion(in: run)
        #expect(!run.orchestrator.log.contains { $0.contains("each node by two trainers") })
        try await Self.checkEnd(of: run)
    }

    @Test func `who was expelled is refused, also by an orchestrator that was started again`() async throws {
        let run = try await Self.run(lie: "corrupt", job: Self.audited, stops: [12, 20])
        let honest = [run.trainers[0], run.trainers[2]]
        try await Self.checkExpulsion(in: run)
        for trainer in honest { try await trainer.stopped() }
        #expect(try await rejoin(run) == 76)
        try await run.orchestrator.line("checkpoint written", "step=10")
        run.orchestrator.kill()
        #expect(try await run.orchestrator.exitStatus() == -SIGKILL)
        for trainer in honest { trainer.proceed() }
        try await run.resumeOrchestrator(minimumTrainers: 1)
        #expect(try await rejoin(run) == 76)
        try await run.orchestrator.line("refused", "trainer=trainer-2")
        for trainer in honest { try await trainer.stopped() }
        for trainer in honest { trainer.proceed() }
        try await Self.checkEnd(of: run)
    }

    /// What a trainer ends with that comes under the name of the one that was expelled, and lies no more.
    private func rejoin(_ run: Deployment) async throws -> Int32 {
        let trainer = try await ServiceProcess(
            "trainer", name: "trainer-2 again",
            ["--orchestrator", run.orchestratorAddress, "--compute", run.computeAddress, "--name", "trainer-2"])
        let status = try await trainer.exitStatus()
        #expect(trainer.log.contains { $0.contains("trainer-2 may not join: trainer-2 is expelled: in step ") })
        return status
    }

    /// With so high a rate the parameters grow beyond any number within a few steps.
    @Test func `a job that diverges ends so after the same step, on however many trainers`() async throws {
        let job = TestJob.digits(epochs: 2).replacing("rate: 0.05", with: "rate: 1e30")
        var ends: Set<String> = []
        for count in 1...2 {
            let run = try await Deployment(job: job, minimumTrainers: count)
            for _ in 0..<count { try await run.startTrainer() }
            #expect(try await run.orchestrator.exitStatus() == 3)
            let end = try #require(run.orchestrator.log.last { $0.contains("the run diverged") })
            let match = try #require(end.firstMatch(of: /the gradient of step (\d+) is not finite in bucket (\d+)/))
            ends.insert(String(match.0))
            #expect(!run.orchestrator.log.contains { $0.contains("is expelled") })
            for trainer in run.trainers {
                #expect(try await trainer.exitStatus() == 76)
                #expect(trainer.log.contains { $0.contains("the run diverged") })
            }
        }
        #expect(ends.count == 1, "\(ends)")
    }
}
