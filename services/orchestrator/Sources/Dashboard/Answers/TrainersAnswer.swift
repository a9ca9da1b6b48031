/// What `/api/v1/trainers` says: everyone who took part in this process's time.
package struct TrainersAnswer: Codable, Hashable, Sendable {
    /// One trainer.
    package struct Trainer: Codable, Hashable, Sendable {
        /// What it does.
        package enum State: String, Codable, Sendable {
            case working, idle, late, silent
            /// It said that it goes, or was lost without a word, or was proven wrong.
            case left, lost, expelled
        }

        package let name: String
        package let state: State
        /// Micro-batches a second, once measured.
        package let speed: Double?
        /// Its part of all micro-batches that counted, 0 to 1.
        package let share: Double
        /// Committed steps in which some of its work counted.
        package let steps: UInt64
        /// Micro-batches of its that counted.
        package let microBatches: UInt64
        /// Micro-batches of its that others were given.
        package let redone: UInt64
        /// The same by the reason.
        package let redoneBy: [String: UInt64]
        /// Pushes of its that didn't count.
        package let refused: UInt64
        /// How often it joined.
        package let joined: UInt64
        /// When something was last heard of it, unix time in seconds.
        package let lastHeard: Double?
        /// Why it was expelled, if it was.
        package let reason: String?
    }

    /// By name.
    package let trainers: [Trainer]
}
