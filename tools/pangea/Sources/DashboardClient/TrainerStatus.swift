/// What a dashboard says of a trainer at `/api/v1/trainers`, as far as it is shown here.
package struct TrainerStatus: Decodable, Hashable, Sendable {
    /// What it does.
    package enum State: String, Decodable, Sendable {
        case working, idle, late, silent, left, lost, expelled
    }

    package let name: String
    package let state: State
    /// Micro-batches a second, once measured.
    package let speed: Double?
    /// Its part of all micro-batches that counted, 0 to 1.
    package let share: Double
    /// Micro-batches of its that others were given.
    package let redone: UInt64
    /// Why it was expelled, if it was.
    package let reason: String?

    /// All of it.
    package init(name: String, state: State, speed: Double?, share: Double, redone: UInt64, reason: String?) {
        self.name = name
        self.state = state
        self.speed = speed
        self.share = share
        self.redone = redone
        self.reason = reason
    }
}
