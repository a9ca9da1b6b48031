internal import Reduction

/// The sums of one training step, a tree a bucket.
///
/// Fed only with nodes that the lease engine accepted.
struct StepReduction {
    private var buckets: [NodeSum<BucketSum>]

    init(leafCount: Int, bucketCount: Int) {
        buckets = (0..<bucketCount).map { _ in NodeSum(leafCount: leafCount) }
    }

    /// Adds a node's value.
    mutating func insert(_ value: BucketSum, at node: NodeInterval, bucket: Int) {
        let admission = buckets[bucket].insert(value, at: node)
        precondition(admission == .accepted, "StepReduction: the engine accepted \(node), the tree: \(admission)")
    }

    /// The value of the same node, while it is held.
    func twin(of node: NodeInterval, bucket: Int) -> BucketSum? {
        buckets[bucket].value(at: node)
    }

    /// The sums over all leaves, in bucket order, once every bucket is complete.
    var roots: [BucketSum]? {
        let roots = buckets.compactMap(\.root)
        return roots.count == buckets.count ? roots : nil
    }
}
