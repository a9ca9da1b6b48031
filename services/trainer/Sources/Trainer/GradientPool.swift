internal import Learning
private import Synchronization

/// Gradient arenas that are used over and over: a training step in its steady state allocates none.
///
/// The pool keeps what is given back; it holds at most as many arenas as were in use at once, which is bounded by the
/// depth of a step's tree and the frames that wait to be written.
package final class GradientPool: Sendable {
    private let parameterCount: Int
    private let idle = Mutex<[FloatArena]>([])

    /// Creates a pool of arenas for `parameterCount` parameters.
    package init(parameterCount: Int) {
        self.parameterCount = parameterCount
    }

    /// An arena whose content is whatever its last user left.
    package func take() -> GradientBuffer {
        let arena = idle.withLock { $0.popLast() } ?? FloatArena(count: parameterCount)
        return GradientBuffer(arena: arena, pool: self)
    }

    func giveBack(_ arena: FloatArena) {
        idle.withLock { $0.append(arena) }
    }
}
