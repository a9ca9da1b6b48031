private import Synchronization

/// Counts the connections that are open, up to a limit.
final class OpenConnections: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one more, unless the limit is reached.
    func enter() -> Bool {
        count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    /// One is gone.
    func leave() {
        count.withLock { $0 -= 1 }
    }
}
