internal import NIOCore

/// Something took longer than it may.
public struct DeadlineExceeded: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was waited for.
    public let operation: String
    /// How long.
    public let duration: Duration

    /// Names the operation and the time it was given.
    public var description: String { "\(operation): no answer within \(duration)" }
}

/// Runs `body` and returns what it returns, unless it takes longer than `duration`: then it is cancelled and
/// `DeadlineExceeded` is thrown once it has ended.
///
/// `body` has to heed cancellation. Nothing is left of a deadline that isn't reached.
public func withDeadline<Result: Sendable>(
    _ duration: Duration, for operation: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await waitCancellably(for: duration)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else {
            throw DeadlineExceeded(operation: operation, duration: duration)
        }
        return result
    }
}

/// Waits, unless the task is cancelled: then it throws at once.
///
/// Not `Task.sleep`: the runtime keeps a cancelled task's timer until it is due. Of deadlines of a minute on what takes a
/// millisecond, tens of thousands would be kept at a time, 350 bytes each.
private func waitCancellably(for duration: Duration) async throws {
    let timer = Bootstrap.eventLoops.next().scheduleTask(in: TimeAmount(duration)) {}
    do {
        try await withTaskCancellationHandler {
            try await timer.futureResult.get()
        } onCancel: {
            timer.cancel()
        }
    } catch {
        throw CancellationError()
    }
}
