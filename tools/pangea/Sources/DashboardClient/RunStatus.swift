/// What a dashboard says of its run at `/api/v1/run`, as far as it is shown here.
package struct RunStatus: Decodable, Hashable, Sendable {
    /// What the run does.
    package enum State: String, Decodable, Sendable {
        case opening, waiting, training, evaluating, finished, stopped, failed

        /// Whether the run is over.
        package var isFinal: Bool { [.finished, .stopped, .failed].contains(self) }
    }

    /// What the run is.
    package struct Job: Decodable, Hashable, Sendable {
        package let name: String
        package let epochs: UInt64
        package let stepCount: UInt64
        package let targetAccuracy: Double?
    }

    /// How good the model is.
    package struct Quality: Decodable, Hashable, Sendable {
        package let loss: Double?
        /// From 0 to 1.
        package let accuracy: Double?
    }

    /// Left out before the data is open.
    package let job: Job?
    package let state: State
    /// Why it waits, or how it ended.
    package let reason: String?
    /// Committed steps.
    package let step: UInt64
    /// The epoch under way, counted from 1.
    package let epoch: UInt64
    package let training: Quality
    package let evaluation: Quality
    package let samplesPerSecond: Double?
    package let secondsLeft: Double?
    /// Members now.
    package let trainers: Int
    package let sha256: String?
}
