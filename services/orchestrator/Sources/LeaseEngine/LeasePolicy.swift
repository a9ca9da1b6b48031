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
    /// The weight of the newest measurement in a trainer's speed.
    public var speedWeight: Double

    /// Creates a policy.
    public init(
        minimumTrainers: Int = 1, shortestDeadline: Duration = .seconds(20), patience: Double = 10,
        speedWeight: Double = 0.3
    ) {
        self.minimumTrainers = minimumTrainers
        self.shortestDeadline = shortestDeadline
        self.patience = patience
        self.speedWeight = speedWeight
    }
}
