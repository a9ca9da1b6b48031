internal import Learning
internal import Reduction
internal import WireProtocol

/// The value of a node in one bucket: a sum of gradients, with the node's statistics.
///
/// A class, so that the tree moves references and no floats. It reads the frame that brought it in place; the first
/// addition writes into a spare block and lets both frames go.
final class BucketSum: Summable, @unchecked Sendable {
    // Unchecked: owned by the run's actor alone.

    private enum Storage {
        case received(WireValues<Float>)
        case summed(FloatArena)
    }

    private(set) var statistics: Statistics
    private var storage: Storage
    private let spares: SpareBlocks

    /// Takes a gradient in the frame that brought it.
    init(_ gradient: WireValues<Float>, statistics: Statistics, spares: SpareBlocks) {
        storage = .received(gradient)
        self.statistics = statistics
        self.spares = spares
    }

    deinit {
        if case .summed(let block) = storage { spares.retire(block) }
    }

    func add(right: consuming BucketSum) {
        let addend = copy right
        let sum: FloatArena
        switch storage {
        case .summed(let block):
            sum = block
            addend.withGradient { right in
                sum.withMutableSpan { addRight(right, into: &$0) }
            }
        case .received(let left):
            sum = spares.take(count: left.count)
            addend.withGradient { right in
                sum.withMutableSpan { addRight(right, to: left.span, into: &$0) }
            }
        }
        storage = .summed(sum)
        statistics.add(right: addend.statistics)
    }

    /// Lets the frame go that brought it: what stays until the step is over is in a block that steps take turns with.
    func leaveFrame() {
        guard case .received(let values) = storage else { return }
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
}
