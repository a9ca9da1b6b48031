/// How an epoch's samples are cut into steps, and a step's samples into micro-batches.
///
/// Steps are counted from 0 over the whole run, so step t belongs to epoch t / `stepsPerEpoch`. All steps of an epoch
/// but the last have `batch` samples; the last one has what is left, and its micro-batches follow from its own sample
/// count. Samples are named here by their positions in the epoch's permutation.
public struct StepPlan: Hashable, Sendable {
    /// Samples in an epoch.
    public let trainingSamples: Int
    /// Samples in a full step.
    public let batch: Int
    /// Samples in a full micro-batch; divides `batch`.
    public let microBatch: Int

    /// Throws when a number is not positive or the batch is not a multiple of the micro-batch.
    ///
    /// Any numbers may come.
    public init(trainingSamples: Int, batch: Int, microBatch: Int) throws(ReductionError) {
        try ReductionError.check(trainingSamples, "the number of training samples")
        try ReductionError.check(batch, "batch")
        try ReductionError.check(microBatch, "micro-batch")
        guard batch % microBatch == 0 else { throw .batchNotMultiple(batch: batch, microBatch: microBatch) }
        let leafCount = batch / microBatch
        guard leafCount <= NodeInterval.maximumLeafCount else { throw .tooManyLeaves(count: leafCount) }
        self.trainingSamples = trainingSamples
        self.batch = batch
        self.microBatch = microBatch
    }

    /// Steps in an epoch, the short last one included.
    public var stepsPerEpoch: Int { (trainingSamples + batch - 1) / batch }

    /// The epoch that a step belongs to, counted from 0.
    public func epoch(of step: UInt64) -> UInt64 { step / UInt64(stepsPerEpoch) }

    /// Whether a step is the last one of its epoch.
    public func isLastOfEpoch(_ step: UInt64) -> Bool { stepInEpoch(step) == stepsPerEpoch - 1 }

    /// The positions in the epoch's permutation of a step's samples.
    public func positions(of step: UInt64) -> Range<Int> {
        let start = stepInEpoch(step) * batch
        return start..<min(start + batch, trainingSamples)
    }

    /// The number of samples of a step: what the sum of its gradients is divided by.
    public func sampleCount(of step: UInt64) -> Int { positions(of: step).count }

    /// The number of micro-batches of a step, M: the leaves of its tree.
    public func microBatchCount(of step: UInt64) -> Int { (sampleCount(of: step) + microBatch - 1) / microBatch }

    /// The positions in the epoch's permutation of the samples of one micro-batch, or `nil` where the step has no such
    /// micro-batch.
    public func positions(of step: UInt64, microBatch index: Int) -> Range<Int>? {
        guard index >= 0, index < microBatchCount(of: step) else { return nil }
        let samples = positions(of: step)
        let start = samples.lowerBound + index * microBatch
        return start..<min(start + microBatch, samples.upperBound)
    }

    /// The number of samples under a run of micro-batches of a step, all of which the step must have.
    public func sampleCount(of step: UInt64, leaves: Leaves) -> Int {
        min(leaves.end * microBatch, sampleCount(of: step)) - leaves.first * microBatch
    }

    private func stepInEpoch(_ step: UInt64) -> Int { Int(step % UInt64(stepsPerEpoch)) }
}
