/// What one committed training step came to.
public struct StepRecord: Hashable, Sendable {
    /// Counted from 0.
    public let step: UInt64
    /// Samples in it.
    public let samples: UInt64
    /// Mean loss a sample, at the parameters that the step began with.
    public let loss: Double
    /// Share of its samples that were classified rightly, 0 to 1.
    public let accuracy: Double
    /// Where its time went.
    public let seconds: PartSeconds

    /// A step as it was committed.
    public init(step: UInt64, samples: UInt64, loss: Double, accuracy: Double, seconds: PartSeconds) {
        self.step = step
        self.samples = samples
        self.loss = loss
        self.accuracy = accuracy
        self.seconds = seconds
    }
}
