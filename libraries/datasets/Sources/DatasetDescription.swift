public import Digests

/// What was found on opening a data set: the data as every trainer will see it.
public struct DatasetDescription: Hashable, Sendable {
    /// Names the data set: over its description, the bytes of its files as stored, and the fitted preprocessing.
    public var digest: Digest
    /// Samples in the training split, at least 1.
    public var trainingSamples: Int
    /// Samples in the evaluation split, at least 1.
    public var evaluationSamples: Int
    /// The shape of one sample's features, for example [28, 28]; never empty.
    public var featureShape: [Int]
    /// The number of classes: the training split's largest label plus 1.
    public var classCount: Int
    /// What every raw feature is multiplied by.
    public var scale: Float
    /// Subtracted behind the scaling: empty, or one value for all features, or one for each.
    public var mean: [Float]
    /// Divided by behind that: empty, or one value for all features, or one for each; never 0.
    public var deviation: [Float]

    /// Puts a description together as it comes from a message or a file; nothing is checked.
    public init(
        digest: Digest, trainingSamples: Int, evaluationSamples: Int, featureShape: [Int], classCount: Int,
        scale: Float, mean: [Float], deviation: [Float]
    ) {
        self.digest = digest
        self.trainingSamples = trainingSamples
        self.evaluationSamples = evaluationSamples
        self.featureShape = featureShape
        self.classCount = classCount
        self.scale = scale
        self.mean = mean
        self.deviation = deviation
    }

    /// The number of features of one sample: the product of the shape, `Int.max` where that overflows.
    public var featureCount: Int {
        featureShape.reduce(1) { product, size in
            let (count, overflow) = product.multipliedReportingOverflow(by: size)
            return overflow ? .max : count
        }
    }

    /// The number of samples in a split.
    public func sampleCount(of split: Split) -> Int {
        switch split {
        case .training: trainingSamples
        case .evaluation: evaluationSamples
        }
    }
}
