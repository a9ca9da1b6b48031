/// How leases are handed out.
///
/// Nothing in it changes a run's result.
public struct LeasePolicy: Hashable, Sendable {
    /// The members that a run waits for before its first lease.
    public var minimumTrainers: Int
    /// No lease is given up sooner than this.
    public var shortestDeadline: Duration
    /// How many times the expected duration a lease may take.
    public var patience: Double
    /// The deadline of a lease of which nobody knows how long it takes, because no speed has been measured yet.
    public var firstDeadline: Duration
    /// The weight of the newest measurement in a trainer's speed, above 0 and at most 1.
    public var speedWeight: Double

    /// Creates a policy.
    public init(
        minimumTrainers: Int = 1, shortestDeadline: Duration = .seconds(10), patience: Double = 10,
        firstDeadline: Duration = .seconds(60), speedWeight: Double = 0.3
    ) {
        self.minimumTrainers = minimumTrainers
        self.shortestDeadline = shortestDeadline
        self.patience = patience
        self.firstDeadline = firstDeadline
        self.speedWeight = speedWeight
    }

    /// How long a trainer may take for some leaves, at its speed in leaves a second where one is known.
    func deadline(leafCount: Int, speed: Double?) -> Duration {
        guard let speed else { return max(shortestDeadline, firstDeadline) }
        // A year is for ever, and keeps a very low speed from overflowing.
        let seconds = min(Double(leafCount) / speed * patience, 31_557_600)
        return max(shortestDeadline, .seconds(seconds))
    }
}
