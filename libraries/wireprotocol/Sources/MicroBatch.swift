/// The samples of one micro-batch, as compute serves them: the wire's `TrainingBatch`.
public struct MicroBatch: Sendable {
    /// The epoch that the step belongs to; 0 for evaluation.
    public let epoch: UInt64
    /// The step asked for.
    public let step: UInt64
    /// Which micro-batch of the step.
    public let index: Int
    /// Positions in the split, one a sample.
    public let sampleIds: [UInt64]
    /// Of one sample.
    public let featureShape: [Int]
    /// (samples, feature shape), row-major.
    public let features: WireFeatures
    /// What the samples are.
    public let labels: WireLabels

    /// Creates a micro-batch.
    public init(
        epoch: UInt64, step: UInt64, index: Int, sampleIds: [UInt64], featureShape: [Int],
        features: WireFeatures, labels: WireLabels
    ) {
        self.epoch = epoch
        self.step = step
        self.index = index
        self.sampleIds = sampleIds
        self.featureShape = featureShape
        self.features = features
        self.labels = labels
    }
}

/// What the samples of a micro-batch are made of.
public enum WireFeatures: Sendable {
    /// Numbers, preprocessed.
    case numbers(WireValues<Float>)
    /// Tokens of a text.
    case tokens(WireValues<UInt32>)
}

/// The labels of a micro-batch, classes in the encoding that the job asked for.
public enum WireLabels: Sendable {
    /// One class a sample.
    case classIndices(WireValues<UInt32>)
    /// (samples, classes), row-major.
    case oneHot(WireValues<Float>, classCount: Int)
    /// (samples, outputs), row-major: what a model should put out.
    case values(WireValues<Float>, outputCount: Int)
    /// (samples, context), row-major: at each position the token that follows.
    case nextTokens(WireValues<UInt32>)
}
