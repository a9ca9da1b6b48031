internal import Dispatch

/// Where a service's files are written: on a thread that nobody computes on, one after the other.
public struct DiskQueue: Sendable {
    private let queue: DispatchQueue

    /// A queue of its own; `label` is for debuggers.
    public init(label: String) { queue = DispatchQueue(label: label) }

    /// What `body` returns or throws, when it has run.
    public func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
