public import Datasets

/// What a sample of the data looks like to a model, and what the model is to say about it.
public struct SampleForm: Hashable, Sendable {
    /// What is right for a sample, or for each position of one of tokens.
    public enum Labels: Hashable, Sendable {
        /// One of so many classes.
        case classes(Int)
        /// So many numbers.
        case values(Int)
        /// So many conditions that hold or don't.
        case conditions(Int)
    }

    /// The data's own shape of one sample, for example [28, 28].
    public let shape: [Int]
    /// How many tokens there are, where a sample is tokens; nil for numbers.
    public let tokenCount: Int?
    /// What the model is to say.
    public let labels: Labels

    /// A form of these values.
    public init(shape: [Int], tokenCount: Int? = nil, labels: Labels) {
        self.shape = shape
        self.tokenCount = tokenCount
        self.labels = labels
    }

    /// The form of a data set's samples.
    public init(_ dataset: DatasetDescription) {
        let labels: Labels =
            switch dataset.target {
            case .classes, .nextToken: .classes(dataset.outputCount)
            case .number: .values(dataset.outputCount)
            case .condition: .conditions(dataset.outputCount)
            }
        self.init(shape: dataset.featureShape, tokenCount: dataset.tokenCount, labels: labels)
    }
}
