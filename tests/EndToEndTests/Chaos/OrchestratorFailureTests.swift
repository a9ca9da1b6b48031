import Foundation
import Testing

extension Chaos {
    /// Where the orchestrator is killed, and from which step it goes on.
    struct OrchestratorDeath: CustomTestStringConvertible, Sendable {
        let name: String
        let point: String
        let step: Int
        let resumesAt: Int
        var testDescription: String { name }

        static let all = [
            OrchestratorDeath(
                name: "between reduce and commit", point: "commit.before", step: 25, resumesAt: 20),
            OrchestratorDeath(
                name: "between commit and checkpoint", point: "commit.after", step: 29, resumesAt: 20),
            OrchestratorDeath(
                name: "during the checkpoint's write", point: "checkpoint.middle", step: 30, resumesAt: 20),
            OrchestratorDeath(name: "torn checkpoint", point: "checkpoint.torn", step: 30, resumesAt: 20),
            OrchestratorDeath(name: "right after the checkpoint", point: "checkpoint.after", step: 30, resumesAt: 30),
        ]
    }

    @Suite struct OrchestratorFailureTests {
        @Test(arguments: OrchestratorDeath.all)
        func `the orchestrator dies, and goes on from its newest whole checkpoint`(
            death: OrchestratorDeath
        ) async throws {
            try await Chaos.orchestratorDies(death)
        }

        @Test func `the orchestrator dies before its first checkpoint, and begins anew`() async throws {
            let death = OrchestratorDeath(
                name: "before its first checkpoint", point: "commit.before", step: 5, resumesAt: 0)
            try await Chaos.orchestratorDies(death)
        }

        @Test func `orchestrator and compute die at once`() async throws {
            let run = try await ChaosRun("orchestrator and compute at once")
            for _ in 0..<2 { try await run.startTrainer(faults: Chaos.stop(inStep: 33)) }
            for trainer in run.deployment.trainers { try await trainer.stopped() }
            run.orchestrator.kill()
            run.deployment.compute.kill()
            try await run.died(run.orchestrator)
            try await run.died(run.deployment.compute)
            for trainer in run.deployment.trainers { trainer.proceed() }
            run.note("in step 33")
            try await run.deployment.restartCompute()
            try await run.resume()
            try await run.finish(reissues: .steps(run.resumedAt..<33))
        }
    }

    /// The orchestrator of two trainers ends by SIGKILL at a point, and is started again.
    static func orchestratorDies(_ death: OrchestratorDeath) async throws {
        var terms = Deployment.Terms()
        terms.orchestratorFaults = "orchestrator.\(death.point) step=\(death.step) action=kill"
        let run = try await ChaosRun("orchestrator dies: \(death.name)", terms: terms)
        let first = run.orchestrator
        if death.resumesAt == 0 {
            for _ in 0..<2 { try await run.startTrainer() }
        } else {
            try await holdUntilWritten([10, 20], in: run, before: [19, death.step - 1])
        }
        try await run.died(first)
        run.note("in step \(death.step)")
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(run.deployment.folder.path)/run")
        #expect(files.contains { $0.hasSuffix(".partial") } == (death.point == "checkpoint.middle"), "\(files)")
        try await run.resume()
        #expect(run.resumedAt == death.resumesAt)
        let isPassedOver = run.orchestrator.log.contains { $0.contains("checkpoint passed over") }
        #expect(isPassedOver == (death.point == "checkpoint.torn"))
        try await run.finish(reissues: .steps(death.resumesAt..<death.step))
    }

    /// Starts two trainers, which stop in each of `steps` until a checkpoint is written: while the disk is busy with one,
    /// those that become due wait, and only the newest state is written then.
    private static func holdUntilWritten(_ checkpoints: [Int], in run: ChaosRun, before steps: [Int]) async throws {
        let stops = steps.map { Chaos.stop(inStep: $0) }.joined(separator: "; ")
        var trainers: [ServiceProcess] = []
        for _ in 0..<2 { trainers.append(try await run.startTrainer(faults: stops)) }
        for checkpoint in checkpoints {
            for trainer in trainers { try await trainer.stopped() }
            try await run.orchestrator.line("checkpoint written", "step=\(checkpoint)")
            for trainer in trainers { trainer.proceed() }
        }
    }
}
