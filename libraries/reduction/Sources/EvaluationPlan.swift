/// How an evaluation split is cut, in its own order, into the batches that are the leaves of an evaluation's tree.
public struct EvaluationPlan: Hashable, Sendable {
    /// Samples in the split.
    public let samples: Int
    /// Samples in a full batch; the last one may be short.
    public let batch: Int

    /// Throws when a number is not positive.
    ///
    /// Any numbers may come.
    public init(samples: Int, batch: Int) throws(ReductionError) {
        try ReductionError.check(samples, "the number of evaluation samples")
        try ReductionError.check(batch, "evaluation batch")
        let leafCount = (samples + batch - 1) / batch
        guard leafCount <= NodeInterval.maximumLeafCount else { throw .tooManyLeaves(count: leafCount) }
        self.samples = samples
        self.batch = batch
    }

    /// The number of batches: the leaves of the evaluation's tree.
    public var batchCount: Int { (samples + batch - 1) / batch }

    /// The positions in the split of one batch's samples, or `nil` where there is no such batch.
    public func positions(of index: Int) -> Range<Int>? {
        guard index >= 0, index < batchCount else { return nil }
        return index * batch..<min((index + 1) * batch, samples)
    }

    /// The number of samples under a run of batches, all of which the split must have.
    public func sampleCount(of leaves: Leaves) -> Int {
        min(leaves.end * batch, samples) - leaves.first * batch
    }
}
