import Synchronization

/// Something that should have happened and didn't.
struct TooLate: Error, CustomStringConvertible {
    let description: String
}

/// Runs `body`, and fails where it takes longer than `limit`, even if it heeds no cancellation.
@discardableResult
func within<Result: Sendable>(
    _ limit: Duration = .seconds(30), _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let work = Task { try await body() }
    let (outcomes, outcome) = AsyncThrowingStream<Result, any Error>.makeStream()
    let waiting = Task {
        do {
            outcome.yield(try await work.value)
            outcome.finish()
        } catch {
            outcome.finish(throwing: error)
        }
    }
    let alarm = Task {
        try await Task.sleep(for: limit)
        work.cancel()
        outcome.finish(throwing: TooLate(description: "nothing happened within \(limit)"))
    }
    defer {
        alarm.cancel()
        waiting.cancel()
    }
    for try await result in outcomes { return result }
    throw TooLate(description: "the test was cancelled")
}
