import Foundation
import Testing

extension Chaos {
    /// A line that a trainer is behind.
    struct BadLine: CustomTestStringConvertible, Sendable {
        let name: String
        let quality: LineQuality
        var job = Chaos.small
        var testDescription: String { name }

        static let all = [
            BadLine(name: "delay of 50 ms", quality: LineQuality(delay: .milliseconds(50))),
            BadLine(name: "1 MB/s", quality: LineQuality(bytesPerSecond: 1_000_000), job: Chaos.wide),
        ]
    }

    /// A trainer whose lines lead through a proxy that makes them bad; each is bounded in time as a whole.
    @Suite(.timeLimit(.minutes(2))) struct LineFailureTests {
        @Test(arguments: BadLine.all) func `a trainer behind a bad line takes part`(line: BadLine) async throws {
            let run = try await ChaosRun("trainer-2 behind a line: \(line.name)", job: line.job, paceMilliseconds: 40)
            let toOrchestrator = try FaultProxy(to: run.deployment.orchestratorAddress, quality: line.quality)
            let toCompute = try FaultProxy(to: run.deployment.computeAddress, quality: line.quality)
            try await run.startTrainer()
            try await run.startTrainer(orchestrator: toOrchestrator.address, compute: toCompute.address)
            // What it is given follows from how soon its answers come.
            try await run.finish(reissues: .none, leastShare: 0.1)
            // Its gradients and its samples went that way.
            #expect(toOrchestrator.traffic.toServer > 100_000)
            #expect(toCompute.traffic.toClients > 50_000)
        }

        @Test func `a trainer's line is cut again and again, in the middle of frames`() async throws {
            let run = try await ChaosRun("trainer-2's line is cut again and again", paceMilliseconds: 20)
            // No multiple of a frame's length. Not for ever: a trainer that is away at the run's end isn't told of it.
            let proxy = try FaultProxy(
                to: run.deployment.orchestratorAddress, quality: LineQuality(cutAfter: 31_803, mostCuts: 8))
            try await run.startTrainer()
            let trainer = try await run.startTrainer(orchestrator: proxy.address)
            try await run.orchestrator.exitStatus()
            run.note("cut \(proxy.traffic.cuts) times")
            try await run.finish(reissues: .atLeastOne)
            #expect(proxy.traffic.cuts == 8)
            #expect(trainer.log.filter { $0.contains("joined the run") }.count == 9)
            let inFrames = run.orchestrator.log.filter { $0.contains("in the middle of a frame") }
            #expect(inFrames.count >= 1, "of \(proxy.traffic.cuts) cuts")
        }

        @Test func `a line stalls without being closed, and carries on`() async throws {
            let run = try await ChaosRun("trainer-2's line stalls", paceMilliseconds: 20)
            let proxy = try FaultProxy(to: run.deployment.orchestratorAddress)
            let other = try await run.startTrainer(faults: Chaos.stop(inStep: 5))
            try await run.startTrainer(orchestrator: proxy.address)
            try await other.stopped()
            proxy.stall()
            run.note("stalled in step 5")
            try await run.orchestrator.line("trainer-2 is silent")
            other.proceed()
            try await run.reissue(because: "trainer-2 is silent")
            let gone = try await run.orchestrator.line("trainer left", "trainer=trainer-2", "nothing was heard")
            proxy.resume()
            try await run.orchestrator.line("trainer joined", "trainer=trainer-2", after: gone)
            try await run.finish(reissues: .atLeastOne)
        }
    }
}
