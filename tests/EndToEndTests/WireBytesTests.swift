import Testing

/// What a step moves over the network, as the orchestrator counts it and as a proxy on the way does.
@Suite(.serialized) struct WireBytesTests {
    /// A model of four megabytes in four buckets, so that what stands around its floats is little.
    private static let job = TestJob.digits(epochs: 1)
        .replacing("hidden: [32]", with: "hidden: [1024, 900]")
        .replacing("bucketParameters: 1024", with: "bucketParameters: 262144")
    private static let parameters = 64 * 1024 + 1024 + 1024 * 900 + 900 + 900 * 10 + 10
    static let steps = TestJob.stepsPerEpoch

    /// Trains on so many trainers, whose micro-batches take at least so long, and checks what was moved.
    static func run(trainers count: Int, paceMilliseconds: Int) async throws -> Summary {
        let run = try await Deployment(job: job, minimumTrainers: count)
        let proxy = try FaultProxy(to: run.orchestratorAddress)
        for _ in 0..<count {
            try await run.startTrainer(orchestrator: proxy.address, faults: Chaos.pace(paceMilliseconds))
        }
        let summary = try await run.summary()
        #expect(summary.steps == steps)
        let least = 4 * parameters * (summary.nodesPushed + count * steps)
        for bytes in [
            summary.gradientBytes + summary.parameterBytes, proxy.traffic.toServer + proxy.traffic.toClients,
        ] {
            // The parameters that a trainer begins with come on top.
            #expect(bytes >= least && Double(bytes) <= 1.05 * Double(least), "\(Double(bytes) / Double(least))")
        }
        return summary
    }

    @Test(arguments: [1, 2, 4]) func `every pushed node and every trainer's model travels once`(
        count: Int
    ) async throws {
        let summary = try await Self.run(trainers: count, paceMilliseconds: 20)
        #expect(summary.nodesPushed >= Self.steps)
    }
}
