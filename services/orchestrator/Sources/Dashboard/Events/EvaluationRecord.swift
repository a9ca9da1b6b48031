/// What an evaluation came to.
package struct EvaluationRecord: Hashable, Sendable {
    /// The epoch behind which it was made, counted from 0.
    package let epoch: UInt64
    /// Committed steps at that time.
    package let step: UInt64
    /// Mean loss a sample of the evaluation split.
    package let loss: Double
    /// Share of the evaluation split that is classified rightly, 0 to 1.
    package let accuracy: Double

    /// An evaluation as it was closed.
    package init(epoch: UInt64, step: UInt64, loss: Double, accuracy: Double) {
        self.epoch = epoch
        self.step = step
        self.loss = loss
        self.accuracy = accuracy
    }
}
