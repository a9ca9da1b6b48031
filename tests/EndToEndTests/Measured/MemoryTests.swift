import Testing

extension Measured {
    /// What the orchestrator holds, over a thousand steps.
    @Suite struct MemoryTests {
        @Test func `memory is optimiser state, two copies of the model and eight megabytes a trainer, and stays so`()
            async throws
        {
            try await MemoryRun.check(clipNorm: nil)
        }
    }
}
