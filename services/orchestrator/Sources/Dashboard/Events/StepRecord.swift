/// What one committed training step came to.
package struct StepRecord: Hashable, Sendable {
    /// Counted from 0.
    package let step: UInt64
    /// Samples in it.
    package let samples: UInt64
    /// Mean loss a sample, at the parameters that the step began with.
    package let loss: Double
    /// Share of its samples that were classified rightly, 0 to 1.
    package let accuracy: Double
    /// Where its time went.
    package let seconds: PartSeconds

    /// A step as it was committed.
    package init(step: UInt64, samples: UInt64, loss: Double, accuracy: Double, seconds: PartSeconds) {
        self.step = step
        self.samples = samples
        self.loss = loss
        self.accuracy = accuracy
        self.seconds = seconds
    }
}
