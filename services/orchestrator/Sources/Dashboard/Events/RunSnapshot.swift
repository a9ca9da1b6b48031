/// How a run stands at one moment.
package struct RunSnapshot: Hashable, Sendable {
    /// What the run does.
    package enum Phase: String, Codable, Sendable {
        case training, evaluating
    }

    /// Committed steps.
    package let step: UInt64
    /// What it does, or would do if it didn't wait.
    package let phase: Phase
    /// Why nothing goes on, if so.
    package let waiting: String?
    /// Steps that this process committed.
    package let stepsDone: UInt64
    /// Samples of these steps.
    package let samplesDone: UInt64
    /// Seconds since this process handed out its first lease.
    package let elapsed: Double
    /// What it took.
    package let redone: RedoneWork
    /// Everyone who was ever a member in this process's time, by name.
    package let trainers: [TrainerStatus]

    /// All of it.
    package init(
        step: UInt64, phase: Phase, waiting: String?, stepsDone: UInt64, samplesDone: UInt64, elapsed: Double,
        redone: RedoneWork, trainers: [TrainerStatus]
    ) {
        self.step = step
        self.phase = phase
        self.waiting = waiting
        self.stepsDone = stepsDone
        self.samplesDone = samplesDone
        self.elapsed = elapsed
        self.redone = redone
        self.trainers = trainers
    }
}
