private import Synchronization

/// Whether a service can do its work: a list of named conditions that all have to hold.
public final class Readiness: Sendable {
    private let unmet: Mutex<[String: String]>

    /// Not ready until each of `conditions` has been met.
    public init(conditions: [String: String]) {
        unmet = Mutex(conditions)
    }

    /// The condition holds.
    public func meet(_ condition: String) {
        unmet.withLock { $0[condition] = nil }
    }

    /// The condition doesn't hold (any longer), for this reason.
    public func fail(_ condition: String, reason: String) {
        unmet.withLock { $0[condition] = reason }
    }

    /// What is missing, a line a condition, in alphabetical order; empty when the service is ready.
    public var missing: [String] {
        unmet.withLock { $0.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } }
    }
}
