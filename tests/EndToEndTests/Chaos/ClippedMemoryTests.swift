import Testing

extension Chaos {
    /// Here for the time that it takes.
    @Suite struct ClippedMemoryTests {
        @Test func `clipping needs no further copy of the model`() async throws {
            try await MemoryRun.check(clipNorm: 0.5)
        }
    }
}
