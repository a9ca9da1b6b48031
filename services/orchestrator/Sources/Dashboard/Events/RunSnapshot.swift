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
    /// Leases handed out.
    package let leasesIssued: UInt64
    /// Those whose work was somebody else's before.
    package let leasesReissued: UInt64
    /// Rounds that were computed anew.
    package let roundsRedone: UInt64
    /// Nodes on whose value two trainers agreed.
    package let auditsDone: UInt64
    /// Pushes that didn't count.
    package let pushesRefused: UInt64
    /// Everyone who was ever a member in this process's time, by name.
    package let trainers: [TrainerStatus]

    /// All of it.
    package init(
        step: UInt64, phase: Phase, waiting: String?, stepsDone: UInt64, samplesDone: UInt64, elapsed: Double,
        leasesIssued: UInt64, leasesReissued: UInt64, roundsRedone: UInt64, auditsDone: UInt64, pushesRefused: UInt64,
        trainers: [TrainerStatus]
    ) {
        self.step = step
        self.phase = phase
        self.waiting = waiting
        self.stepsDone = stepsDone
        self.samplesDone = samplesDone
        self.elapsed = elapsed
        self.leasesIssued = leasesIssued
        self.leasesReissued = leasesReissued
        self.roundsRedone = roundsRedone
        self.auditsDone = auditsDone
        self.pushesRefused = pushesRefused
        self.trainers = trainers
    }
}
