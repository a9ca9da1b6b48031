public import Datasets
public import Digests

/// Names one micro-batch of a data set; the answer is a pure function of it.
///
/// The wire's `BatchRequest`.
public struct MicroBatchRequest: Hashable, Sendable {
    /// The data set's digest.
    public let dataset: Digest
    /// Which part of the data set.
    public let split: Split
    /// The run's seed, which orders the training split.
    public let seed: UInt64
    /// Samples in a full step.
    public let batch: Int
    /// Samples in a full micro-batch, or in a full evaluation batch.
    public let microBatch: Int
    /// The step, counted over the whole run; unused for evaluation.
    public let step: UInt64
    /// Which micro-batch of the step, or which evaluation batch.
    public let index: Int

    /// Creates a request.
    public init(
        dataset: Digest, split: Split, seed: UInt64, batch: Int, microBatch: Int, step: UInt64, index: Int
    ) {
        self.dataset = dataset
        self.split = split
        self.seed = seed
        self.batch = batch
        self.microBatch = microBatch
        self.step = step
        self.index = index
    }
}
