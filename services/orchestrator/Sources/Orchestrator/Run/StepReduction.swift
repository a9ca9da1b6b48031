internal import Learning
internal import LeaseEngine
internal import Reduction

/// The sums of one training step, a tree a bucket, and what is known of those that are complete.
///
/// Fed only with nodes that the lease engine accepted.
struct StepReduction {
    /// What is known of a complete bucket, looked at once, right behind its last addition.
    private struct Measure {
        let isFinite: Bool
        /// Nil where nobody asks.
        let squaredNorm: Double?
    }

    private var buckets: [NodeSum<BucketSum>]
    private var measures: [Measure?]
    private let measuresNorms: Bool
    /// How many buckets at the front are complete.
    private(set) var frontier = 0

    /// Sums of `leafCount` leaves; `measuresNorms` where the gradient is to be clipped.
    init(leafCount: Int, bucketCount: Int, measuresNorms: Bool) {
        buckets = (0..<bucketCount).map { _ in NodeSum(leafCount: leafCount) }
        measures = Array(repeating: nil, count: bucketCount)
        self.measuresNorms = measuresNorms
    }

    /// Adds a node's value.
    mutating func insert(_ value: BucketSum, at node: NodeInterval, bucket: Int) {
        let admission = buckets[bucket].insert(value, at: node)
        precondition(admission == .accepted, "StepReduction: the engine accepted \(node), the tree: \(admission)")
        guard let root = buckets[bucket].root else { return }
        root.complete()
        let squaredNorm = measuresNorms ? root.withGradient { $0.squaredNorm } : nil
        measures[bucket] = Measure(
            isFinite: root.isFinite && squaredNorm?.isFinite ?? true, squaredNorm: squaredNorm)
        while frontier < measures.count, measures[frontier] != nil { frontier += 1 }
    }

    /// The first leaf that the first incomplete bucket misses, 0 where there is none.
    var gap: Int {
        guard frontier < buckets.count else { return 0 }
        var gap = 0
        for node in buckets[frontier].nodes where node.first == gap { gap = node.end }
        return gap
    }

    /// The value of the same node, while it is held.
    func twin(of node: NodeInterval, bucket: Int) -> BucketSum? {
        buckets[bucket].value(at: node)
    }

    /// Whether every bucket is complete.
    var isComplete: Bool { frontier == buckets.count }

    /// The first complete bucket whose sum is not finite.
    var firstNotFinite: Int? { measures.firstIndex { $0?.isFinite == false } }

    /// The nodes that brought what is not finite into a complete bucket; none where finite ones added up to it.
    func suspects(in bucket: Int) -> [(leaves: Leaves, fingerprint: Fingerprint)] {
        buckets[bucket].root?.suspects ?? []
    }

    /// Of all leaves, once they are there; they are the same in every bucket.
    var statistics: Statistics? { buckets[0].root?.statistics }

    /// What the trainers say that they consumed of it, by complete bucket.
    var ledgers: [UInt64] { buckets.compactMap { $0.root?.statistics.ledger } }

    /// Of the sums of all buckets, in their order; empty unless they were asked for.
    var squaredNorms: [Double] { measures.compactMap { $0?.squaredNorm } }

    /// Hands out the sum of a complete bucket, whose memory is free when the caller is done with it.
    mutating func takeRoot(of bucket: Int) -> BucketSum? {
        guard buckets[bucket].isComplete else { return nil }
        return buckets[bucket].takeAll().first?.value
    }
}
