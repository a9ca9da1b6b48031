public import Digests

/// What was found on opening a data set: the data as every trainer will see it.
public struct DatasetDescription: Hashable, Sendable {
    /// Names the data set: over its description, the bytes of its files as stored, and the fitted preprocessing.
    public var digest: Digest
    /// Samples in the training split, at least 1.
    public var trainingSamples: Int
    /// Samples in the evaluation split, at least 1.
    public var evaluationSamples: Int
    /// Rows, of both splits, that were left out as they have no label.
    public var droppedRows: Int
    /// What was fitted on the training split: what samples are made of, and what their labels are.
    public var preprocessing: FittedPreprocessing

    /// Puts a description together as it comes from a message or a file; nothing is checked.
    public init(
        digest: Digest, trainingSamples: Int, evaluationSamples: Int, droppedRows: Int = 0,
        preprocessing: FittedPreprocessing
    ) {
        self.digest = digest
        self.trainingSamples = trainingSamples
        self.evaluationSamples = evaluationSamples
        self.droppedRows = droppedRows
        self.preprocessing = preprocessing
    }

    /// The shape of one sample's features, for example [28, 28]; [context] where it is made of tokens.
    public var featureShape: [Int] { preprocessing.inputShape }

    /// The number of features of one sample: the product of the shape, `Int.max` where that overflows.
    public var featureCount: Int { preprocessing.inputCount }

    /// The tokens that samples are made of; nil where they are made of numbers.
    public var tokenCount: Int? { preprocessing.tokenCount }

    /// What labels are.
    public var target: FittedTarget { preprocessing.target }

    /// The outputs that a model needs: one a class, one a token at every position, else 1.
    public var outputCount: Int { preprocessing.outputCount }

    /// The number of samples in a split.
    public func sampleCount(of split: Split) -> Int {
        switch split {
        case .training: trainingSamples
        case .evaluation: evaluationSamples
        }
    }
}
