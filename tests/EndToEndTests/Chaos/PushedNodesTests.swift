import Testing

extension Chaos {
    /// Here because nothing else of these tests runs meanwhile: trainers have to be equally fast.
    @Suite struct PushedNodesTests {
        @Test(arguments: [2, 4]) func `trainers that are equally fast push one node each`(count: Int) async throws {
            let run = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: count)
            // Far more than what a micro-batch of this small model takes, on however few cores.
            for _ in 0..<count { try await run.startTrainer(faults: Chaos.pace(150)) }
            let summary = try await run.summary()
            #expect(summary.steps == TestJob.stepsPerEpoch)
            #expect(summary.nodesPushed == count * TestJob.stepsPerEpoch)
        }
    }
}
