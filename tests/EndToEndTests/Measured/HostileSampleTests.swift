import Testing

extension Measured {
    /// Of what `make e2e-hostile` does to runs, one case of strangers, of crowds and of members.
    @Suite struct HostileSampleTests {
        @Test(arguments: ["slow-loris", "thousands of connections", "a member's wrong shape"])
        func `a run in progress goes on as if nobody were there`(name: String) async throws {
            try await #require(Attack.all.first { $0.name == name }).check(isTimed: false)
        }
    }
}
