package import Learning
private import Synchronization

/// The memory of one bucket each, to be written again once nobody reads it any more.
///
/// A step writes its sums and what they lead to into spare blocks, and retires those of the step before; a connection
/// that still sends a retired block, or a checkpoint that is still written from it, keeps it from being taken. So memory
/// doesn't grow from step to step, and what others hold for a while is given back when they are done.
package final class SpareBlocks: Sendable {
    private let capacity: Int
    private let retired = Mutex<[FloatArena]>([])

    /// Creates a store that keeps `capacity` blocks at most that nobody else refers to.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Blocks that are kept, those included that others still read.
    package var count: Int { retired.withLock { $0.count } }

    /// Takes a block to which the caller refers no longer.
    package func retire(_ block: FloatArena) {
        retired.withLock { retired in
            retired.append(block)
            var index = 0
            while retired.count > capacity, index < retired.count {
                if isKnownUniquelyReferenced(&retired[index]) {
                    retired.remove(at: index)
                } else {
                    index += 1
                }
            }
        }
    }

    /// A block of `count` floats that nobody else refers to; its content is whatever it was.
    package func take(count: Int) -> FloatArena {
        retired.withLock { retired in
            for index in retired.indices
            where retired[index].count == count && isKnownUniquelyReferenced(&retired[index]) {
                return retired.remove(at: index)
            }
            return FloatArena(count: count)
        }
    }
}
