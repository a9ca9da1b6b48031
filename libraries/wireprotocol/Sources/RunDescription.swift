public import Datasets
public import Learning

/// All that a trainer needs to become a replica of a run, as the wire's `Run`.
public struct RunDescription: Hashable, Sendable {
    /// The job's name.
    public let name: String
    /// The seed of every random number of the run.
    public let seed: UInt64
    /// What compute is asked to open.
    public let data: DataDescription
    /// What compute found.
    public let dataset: DatasetDescription
    /// The model, with the shapes that the data decides.
    public let model: NetworkDescription
    /// What floating point depends on.
    public let numerics: Numerics
    /// Samples in a full step.
    public let batch: Int
    /// Samples in a full micro-batch; divides `batch`.
    public let microBatch: Int
    /// Samples in a full evaluation batch.
    public let evaluationBatch: Int
    /// Parameters in each bucket, in the order of the flat parameter vector.
    public let bucketSizes: [Int]

    /// Creates a description.
    public init(
        name: String, seed: UInt64, data: DataDescription, dataset: DatasetDescription, model: NetworkDescription,
        numerics: Numerics, batch: Int, microBatch: Int, evaluationBatch: Int, bucketSizes: [Int]
    ) {
        self.name = name
        self.seed = seed
        self.data = data
        self.dataset = dataset
        self.model = model
        self.numerics = numerics
        self.batch = batch
        self.microBatch = microBatch
        self.evaluationBatch = evaluationBatch
        self.bucketSizes = bucketSizes
    }
}
