/// The number that a model predicts: the label is output deviation + mean.
public struct FittedNumberTarget: Hashable, Sendable, Codable {
    /// The label's column.
    public var label: String
    /// Of the training split's labels; 0 without standardisation.
    public var mean: Float
    /// Likewise; 1 without standardisation, never 0.
    public var deviation: Float

    /// Puts it together.
    public init(label: String, mean: Float = 0, deviation: Float = 1) {
        self.label = label
        self.mean = mean
        self.deviation = deviation
    }

    /// What a model should put out for a label.
    public func output(ofLabel label: Float) -> Float { (label - mean) / deviation }

    /// The label that a model's output stands for.
    public func label(ofOutput output: Float) -> Float { output * deviation + mean }

    func validate() throws(PreprocessingProblem) {
        try PreprocessingProblem.requireStandardisation(mean, deviation, "number")
    }
}
