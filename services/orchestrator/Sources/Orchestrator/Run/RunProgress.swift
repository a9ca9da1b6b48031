/// Where a run stands, for the person who watches it.
struct RunProgress: Sendable {
    let step: UInt64
    let stepCount: UInt64
    let epoch: UInt64
    let epochCount: UInt64
    /// Mean loss of the last step.
    let loss: Double
    /// Of the last evaluation, if there was one.
    let accuracy: Double?
    /// Trained by this process.
    let samples: UInt64
    /// Since the first lease.
    let elapsed: Duration
    let trainers: Int
}
