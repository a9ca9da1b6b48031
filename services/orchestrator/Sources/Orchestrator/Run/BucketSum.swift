internal import Learning
internal import Reduction
internal import WireProtocol

/// The value of a node in one bucket: a sum of gradients, with the node's statistics.
///
/// A class, so that the tree moves references and no floats.
final class BucketSum: Summable, @unchecked Sendable {
    // Unchecked: owned by the run's actor alone.

    private(set) var statistics: Statistics
    let gradient: FloatArena

    /// Copies a gradient out of the frame that brought it.
    init(_ gradient: WireValues<Float>, statistics: Statistics) {
        self.gradient = FloatArena(copying: gradient.span)
        self.statistics = statistics
    }

    func add(right: consuming BucketSum) {
        let addend = right.gradient
        gradient.withMutableSpan { sum in
            addRight(addend.span, into: &sum)
        }
        statistics.add(right: right.statistics)
    }

    func hasSameBits(as other: BucketSum) -> Bool {
        let (left, right) = (gradient, other.gradient)
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left.span[index].bitPattern != right.span[index].bitPattern {
            return false
        }
        return statistics.hasSameBits(as: other.statistics)
    }
}
