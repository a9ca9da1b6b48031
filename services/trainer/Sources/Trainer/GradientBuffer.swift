internal import Faults
package import Learning
package import Reduction
package import WireProtocol

/// The sum of a node's gradients over the whole flat parameter vector, with its statistics.
///
/// Its arena is computed into directly and then travels as the body of the outgoing messages; when the last of
/// them has been written, the arena goes back to the pool that it came from.
package final class GradientBuffer: Summable, @unchecked Sendable {
    // Unchecked: written by the trainer's one work loop until it is pushed, only read after.

    /// (parameters) in the order of the flat parameter vector.
    package let arena: FloatArena
    /// Of the samples that were summed.
    package var statistics: Statistics
    private let pool: GradientPool

    init(arena: FloatArena, pool: GradientPool) {
        self.arena = arena
        self.pool = pool
        statistics = .zero
    }

    deinit {
        pool.giveBack(arena)
    }

    /// Adds the right sibling's sum, element by element, and its statistics.
    package func add(right: consuming GradientBuffer) {
        let addend = right.arena
        arena.withMutableSpan { sum in
            _ = addRight(addend.span, into: &sum)
        }
        statistics.add(right: right.statistics)
    }

    /// Whether gradients and statistics are the same bit for bit.
    package func hasSameBits(as other: GradientBuffer) -> Bool {
        guard arena.count == other.arena.count else { return false }
        let (left, right) = (arena, other.arena)
        for index in 0..<arena.count where left.span[index].bitPattern != right.span[index].bitPattern {
            return false
        }
        return statistics.hasSameBits(as: other.statistics)
    }

    /// Falsifies the first element, where a test wants that.
    func falsify(_ action: FaultAction) {
        arena.withMutableSpan { values in
            guard !values.isEmpty else { return }
            // The upper half's lowest bit is large enough to survive any sum.
            values[0] = action == .spoil ? .infinity : Float(bitPattern: values[0].bitPattern ^ 0x0040_0000)
        }
    }

    /// The elements of one bucket, for a message to adopt.
    package func values(in range: Range<Int>) -> WireValues<Float> {
        // The buffer owns the arena, is kept alive by the value, and isn't written once pushed.
        unsafe WireValues(
            start: UnsafePointer(arena.baseAddress + range.lowerBound), count: range.count, owner: self)
    }
}
