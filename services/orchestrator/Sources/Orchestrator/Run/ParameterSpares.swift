package import Learning
private import Synchronization

/// Arenas for the parameters of coming steps: those of steps gone by that no connection still sends.
///
/// Holds as many as the slowest connection's queue refers to, which the queue's bound bounds.
package final class ParameterSpares: Sendable {
    private let count: Int
    private let retired = Mutex<[FloatArena]>([])

    /// Creates a store of arenas for `count` parameters.
    package init(count: Int) {
        self.count = count
    }

    /// Takes an arena that the run itself no longer refers to.
    package func retire(_ arena: FloatArena) {
        retired.withLock { $0.append(arena) }
    }

    /// An arena that nobody else refers to; its content is whatever it was.
    package func take() -> FloatArena {
        retired.withLock { retired in
            for index in retired.indices where isKnownUniquelyReferenced(&retired[index]) {
                return retired.remove(at: index)
            }
            return FloatArena(count: count)
        }
    }
}
