import Testing
import Transport

@Suite struct DeadlineTests {
    private struct Refusal: Error {}

    /// Waits until it is cancelled.
    private static func wait() async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        for await _ in stream {}
        continuation.finish()
        try Task.checkCancellation()
    }

    @Test func `what is done in time is returned`() async throws {
        let answer = try await within { try await withDeadline(.seconds(3600), for: "counting") { 42 } }
        #expect(answer == 42)
    }

    @Test func `what goes wrong in time is thrown`() async throws {
        try await within {
            await #expect(throws: Refusal.self) {
                try await withDeadline(.seconds(3600), for: "counting") { throw Refusal() }
            }
        }
    }

    @Test func `what takes too long is cancelled and named`() async throws {
        try await within {
            let error = await #expect(throws: DeadlineExceeded.self) {
                try await withDeadline(.milliseconds(20), for: "counting") { try await Self.wait() }
            }
            #expect(error?.description == "counting: no answer within \(Duration.milliseconds(20))")
        }
    }

    @Test func `who is cancelled while waiting hears that, not of the deadline`() async throws {
        try await within {
            let task = Task { try await withDeadline(.seconds(3600), for: "counting") { try await Self.wait() } }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
