/// How one trainer stands at one moment.
package struct TrainerStatus: Hashable, Sendable {
    /// What it does.
    package enum Activity: String, Codable, Sendable {
        case working, idle, late, silent, gone
    }

    /// Its name; one that comes back is the same.
    package let name: String
    /// What it does.
    package let activity: Activity
    /// Micro-batches a second, once measured.
    package let speed: Double?
    /// Seconds since something was last heard of it; nil where it is gone.
    package let silentFor: Double?
    /// How often it joined.
    package let joined: UInt64
    /// Committed steps in which some of its work counted.
    package let steps: UInt64
    /// Micro-batches of its that counted.
    package let microBatches: UInt64
    /// Micro-batches of its that were given to others, by the reason.
    package let redone: [String: UInt64]
    /// Pushes of its that didn't count.
    package let refused: UInt64
    /// Why it was expelled, if it was.
    package let expelled: String?

    /// All of it.
    package init(
        name: String, activity: Activity, speed: Double?, silentFor: Double?, joined: UInt64, steps: UInt64,
        microBatches: UInt64, redone: [String: UInt64], refused: UInt64, expelled: String?
    ) {
        self.name = name
        self.activity = activity
        self.speed = speed
        self.silentFor = silentFor
        self.joined = joined
        self.steps = steps
        self.microBatches = microBatches
        self.redone = redone
        self.refused = refused
        self.expelled = expelled
    }
}
