import Testing

extension Chaos {
    /// Here because nothing else of these tests runs meanwhile: trainers have to be equally fast.
    @Suite struct PushedNodesTests {
        @Test(arguments: [2, 4]) func `trainers that are equally fast push one node each`(count: Int) async throws {
            // Far more than what a micro-batch takes, on however few cores.
            let summary = try await WireBytesTests.run(trainers: count, paceMilliseconds: 150)
            #expect(summary.nodesPushed == count * WireBytesTests.steps)
        }
    }
}
