import Testing

extension Measured {
    /// What a step moves over the network, as the orchestrator counts it and as a proxy on the way does.
    @Suite struct WireBytesTests {
        /// A model of four megabytes in four buckets, so that what stands around its floats is little.
        private static let job = TestJob.digits(epochs: 1)
            .replacing("hidden: [32]", with: "hidden: [1024, 900]")
            .replacing("bucketParameters: 1024", with: "bucketParameters: 262144")
        private static let parameters = 64 * 1024 + 1024 + 1024 * 900 + 900 + 900 * 10 + 10
        private static let steps = TestJob.stepsPerEpoch

        @Test(arguments: [1, 2, 4]) func `every pushed node and every trainer's model travels once`(
            count: Int
        ) async throws {
            let run = try await Deployment(job: Self.job, minimumTrainers: count)
            let proxy = try FaultProxy(to: run.orchestratorAddress)
            for _ in 0..<count {
                try await run.startTrainer(orchestrator: proxy.address, faults: Chaos.pace(20))
            }
            let summary = try await run.summary()
            #expect(summary.steps == Self.steps)
            #expect(summary.nodesPushed >= Self.steps)
            let least = 4 * Self.parameters * (summary.nodesPushed + count * Self.steps)
            for bytes in [
                summary.gradientBytes + summary.parameterBytes, proxy.traffic.toServer + proxy.traffic.toClients,
            ] {
                // The parameters that a trainer begins with come on top.
                #expect(bytes >= least && Double(bytes) <= 1.05 * Double(least), "\(Double(bytes) / Double(least))")
            }
        }
    }
}
