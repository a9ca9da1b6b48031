package import RunRecords

/// What `/api/v1/run` says: the run, and how far it has come.
///
/// A value that is not known is left out.
package struct RunAnswer: Codable, Hashable, Sendable {
    /// What the run does.
    package enum State: String, Codable, Sendable {
        /// The data isn't open yet.
        case opening
        /// Nothing goes on; `reason` says why.
        case waiting
        case training, evaluating
        /// It is over: complete, stopped on request, or failed; `reason` says more.
        case finished, stopped, failed
    }

    /// How good the model is.
    package struct Quality: Codable, Hashable, Sendable {
        /// Mean loss a sample.
        package let loss: Double?
        /// Share classified rightly, 0 to 1.
        package let accuracy: Double?
    }

    /// What the run is; left out before the data is open.
    package let job: RunFacts?
    /// What it does.
    package let state: State
    /// Why it waits, or how it ended.
    package let reason: String?
    /// Committed steps.
    package let step: UInt64
    /// The epoch under way, counted from 1.
    package let epoch: UInt64
    /// Of the newest step.
    package let training: Quality
    /// Of the newest evaluation.
    package let evaluation: Quality
    /// Trained samples a second, lately.
    package let samplesPerSecond: Double?
    /// Seconds since this process handed out its first lease.
    package let elapsed: Double
    /// Seconds until the run is complete, at the pace of late.
    package let secondsLeft: Double?
    /// The mean of the newest steps, in seconds.
    package let stepSeconds: PartSeconds?
    /// Members now.
    package let trainers: Int
    /// What it took.
    package let redone: RedoneWork
    /// The step with which this process began, where it went on with a run.
    package let resumedAt: UInt64?
    /// When this process began, unix time in seconds.
    package let started: Double
    /// Digest of the final model, in hexadecimal.
    package let sha256: String?
    /// Why the history can't be written, if so.
    package let historyProblem: String?
}
