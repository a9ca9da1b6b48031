/// What a batch says about the model beside its gradient.
public struct BatchOutcome: Hashable, Sendable {
    /// The sum of the samples' losses, never a mean.
    ///
    /// NaN or infinite when the model has diverged.
    public var lossSum: Double
    /// The predictions (`Model.predictionsPerSample`) that are right: of classes, those whose label is the first of the
    /// greatest logits; never one with a NaN among its logits.
    public var correct: Int
    /// The sum of the samples' mean absolute errors, of a mean squared error; else 0.
    public var errorSum: Double

    /// An outcome of these values.
    public init(lossSum: Double, correct: Int, errorSum: Double = 0) {
        self.lossSum = lossSum
        self.correct = correct
        self.errorSum = errorSum
    }
}
