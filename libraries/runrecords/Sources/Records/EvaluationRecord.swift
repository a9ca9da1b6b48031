/// What an evaluation came to.
public struct EvaluationRecord: Hashable, Sendable {
    /// The epoch behind which it was made, counted from 0.
    public let epoch: UInt64
    /// Committed steps at that time.
    public let step: UInt64
    /// Mean loss a sample of the evaluation split.
    public let loss: Double
    /// Share of the evaluation split that is classified rightly, 0 to 1.
    public let accuracy: Double

    /// An evaluation as it was closed.
    public init(epoch: UInt64, step: UInt64, loss: Double, accuracy: Double) {
        self.epoch = epoch
        self.step = step
        self.loss = loss
        self.accuracy = accuracy
    }
}
