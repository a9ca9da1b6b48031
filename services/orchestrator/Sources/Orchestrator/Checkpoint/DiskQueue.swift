internal import Dispatch

/// Where a run's files are written: on a thread that nobody computes on, one after the other.
struct DiskQueue: Sendable {
    private let queue = DispatchQueue(label: "pangea.disk")

    /// What `body` returns or throws, when it has run.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
