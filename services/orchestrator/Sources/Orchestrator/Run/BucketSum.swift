internal import Learning
internal import LeaseEngine
internal import Reduction
internal import WireProtocol

/// The value of a node in one bucket: a sum of gradients, with the node's statistics.
///
/// A class, so that the tree moves references and no floats. It reads the frame that brought it in place; the first
/// addition writes into a spare block and lets both frames go. The same pass finds out whether the sum is finite: only
/// where it isn't are the frames looked at again, for those that brought it.
final class BucketSum: Summable, @unchecked Sendable {
    // Unchecked: owned by the run's actor alone.

    private enum Storage {
        case received(WireValues<Float>)
        case summed(FloatArena)
    }

    private(set) var statistics: Statistics
    /// Whether every element is finite; of what was received nobody knows before it is added, or ``complete()``.
    private(set) var isFinite = true
    /// The pushed nodes in it that are not finite.
    private(set) var suspects: [(leaves: Leaves, fingerprint: Fingerprint)] = []
    private let leaves: Leaves
    private var storage: Storage
    private let spares: SpareBlocks

    /// Takes the gradient of a node's `leaves` in the frame that brought it.
    init(_ gradient: WireValues<Float>, leaves: Leaves, statistics: Statistics, spares: SpareBlocks) {
        storage = .received(gradient)
        self.leaves = leaves
        self.statistics = statistics
        self.spares = spares
    }

    deinit {
        if case .summed(let block) = storage { spares.retire(block) }
    }

    func add(right: consuming BucketSum) {
        let addend = copy right
        let (sum, sumIsFinite) = added(addend)
        // While the frames are there to be looked at.
        if !sumIsFinite { findSuspects(in: addend) }
        storage = .summed(sum)
        statistics.add(right: addend.statistics)
    }

    private func added(_ addend: BucketSum) -> (sum: FloatArena, isFinite: Bool) {
        addend.withGradient { right in
            switch storage {
            case .summed(let block):
                return (block, block.withMutableSpan { addRight(right, into: &$0) })
            case .received(let left):
                let block = spares.take(count: left.count)
                return (block, block.withMutableSpan { addRight(right, to: left.span, into: &$0) })
            }
        }
    }

    /// Nothing is added any more: looks at what no addition has looked at, and lets the frame go that brought it.
    ///
    /// What stays until the step is over is in a block that steps take turns with.
    func complete() {
        guard case .received(let values) = storage else { return }
        suspect()
        isFinite = suspects.isEmpty
        let block = spares.take(count: values.count)
        block.copy(values.span, at: 0)
        storage = .summed(block)
    }

    /// Gives `body` the sum, to read.
    func withGradient<Result>(_ body: (Span<Float>) -> Result) -> Result {
        switch storage {
        case .received(let values): body(values.span)
        case .summed(let block): body(block.span)
        }
    }

    func hasSameBits(as other: BucketSum) -> Bool {
        let isEqual = withGradient { left in
            other.withGradient { right in
                left.count == right.count && left.indices.allSatisfy { left[$0].bitPattern == right[$0].bitPattern }
            }
        }
        return isEqual && statistics.hasSameBits(as: other.statistics)
    }

    /// An addend that isn't finite makes a sum that isn't: so only then is there something to find.
    private func findSuspects(in addend: BucketSum) {
        isFinite = false
        suspect()
        addend.suspect()
        suspects += addend.suspects
    }

    /// Takes note of itself if it was received and isn't finite.
    private func suspect() {
        guard case .received(let values) = storage, !values.span.allFinite else { return }
        suspects.append((leaves, Fingerprint(of: self)))
    }
}
