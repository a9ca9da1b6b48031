import Foundation
import Testing

extension Chaos {
    @Suite struct TrainerFailureTests {
        @Test(arguments: ["before", "middle", "after"])
        func `trainer 2 dies in step 5, around its push`(moment: String) async throws {
            try await Chaos.trainerDies(moment)
        }

        @Test func `all trainers die, and others come`() async throws {
            let run = try await ChaosRun("all trainers die")
            let first = try await run.startTrainer(faults: "trainer.push.middle step=5 action=kill")
            let second = try await run.startTrainer(
                faults: "\(Chaos.stop(inStep: 5)); trainer.push.before step=6 action=kill")
            try await run.died(first)
            try await second.stopped()
            second.proceed()
            try await run.died(second)
            for _ in 0..<2 { try await run.startTrainer() }
            try await run.orchestrator.line("leased", "trainer=trainer-3")
            try await run.reissue(because: "trainer-2 left", inStep: 6)
            try await run.finish(reissues: .atLeastOne)
        }

        @Test func `a trainer is stopped for 10 seconds, and comes back`() async throws {
            let run = try await ChaosRun("stopped for 10 s", paceMilliseconds: 30)
            let other = try await run.startTrainer(faults: Chaos.stop(inStep: 5))
            let trainer = try await run.startTrainer(faults: Chaos.stop(inStep: 5))
            for trainer in [other, trainer] { try await trainer.stopped() }
            // The time for which it is stopped is what is tested; nothing is waited for.
            async let stop: Void = Task.sleep(for: .seconds(10))
            try await run.orchestrator.line("trainer-2 is silent")
            other.proceed()
            try await run.reissue(because: "trainer-2 is silent", inStep: 5)
            let gone = try await run.orchestrator.line("trainer left", "trainer=trainer-2", "nothing was heard")
            try await stop
            trainer.proceed()
            run.note("trainer-2 stopped by signal \(SIGSTOP) for 10 s")
            try await run.orchestrator.line("trainer joined", "trainer=trainer-2", after: gone)
            try await run.finish(reissues: .atLeastOne)
        }

        @Test func `a trainer joins in the last step`() async throws {
            let run = try await ChaosRun("joins in the last step", minimumTrainers: 1)
            let last = Chaos.small.steps - 1
            let first = try await run.startTrainer(faults: Chaos.stop(inStep: last))
            try await first.stopped()
            try await run.startTrainer()
            let joined = try await run.orchestrator.line("trainer joined", "trainer=trainer-2")
            let lease = try await run.orchestrator.line("leased", "trainer=trainer-2", after: joined)
            #expect(lease.contains("round=\"step \(last)\""))
            run.note("trainer-2 leased in step \(last)")
            // Were it to go on, it would find a run that is over, and nobody to tell it so.
            first.kill()
            try await run.died(first)
            try await run.finish(reissues: .atLeastOne)
        }

        @Test func `one trainer leaves as another joins`() async throws {
            let run = try await ChaosRun("swap")
            let first = try await run.startTrainer(faults: Chaos.stop(inStep: 30))
            let leaving = try await run.startTrainer(faults: Chaos.stop(inStep: 30))
            for trainer in [first, leaving] { try await trainer.stopped() }
            leaving.proceed()
            try await run.startTrainer()
            try await run.orchestrator.line("trainer joined", "trainer=trainer-3")
            leaving.terminate()
            #expect(try await leaving.exitStatus() == 0)
            run.note("trainer-2 asked to leave, ended with 0")
            try await run.reissue(because: "trainer-2 left")
            first.proceed()
            try await run.finish(reissues: .atLeastOne)
        }

        @Test func `a trainer's connection is cut in the middle of a frame`() async throws {
            let run = try await ChaosRun("push cut mid-frame")
            let other = try await run.startTrainer(faults: Chaos.stop(inStep: 5))
            let trainer = try await run.startTrainer(faults: "trainer.push.middle step=5 action=cut")
            let cut = try await run.orchestrator.line("connection ended", "in the middle of a frame")
            run.note("connection cut in step 5")
            try await other.stopped()
            other.proceed()
            try await run.reissue(because: "trainer-2 left", inStep: 5)
            try await trainer.line("session ended")
            try await run.orchestrator.line("trainer joined", "trainer=trainer-2", after: cut)
            try await run.finish(reissues: .atLeastOne)
        }
    }

    /// Trainer 2 of two ends by SIGKILL in step 5: before, in the middle of or after its push.
    static func trainerDies(_ moment: String) async throws {
        let run = try await ChaosRun("trainer 2 dies in step 5, \(moment) its push", paceMilliseconds: 20)
        let other = try await run.startTrainer(faults: Chaos.stop(inStep: 5))
        let victim = try await run.startTrainer(faults: "trainer.push.\(moment) step=5 action=kill")
        try await run.died(victim)
        try await other.stopped()
        other.proceed()
        try await run.reissue(because: "trainer-2 left", inStep: 5)
        try await run.finish(reissues: .atLeastOne)
    }
}
