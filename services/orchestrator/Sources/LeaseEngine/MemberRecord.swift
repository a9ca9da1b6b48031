/// What a trainer did in a run, also after it left.
public struct MemberRecord: Hashable, Sendable {
    /// Its name, for logs and the summary.
    public let name: String
    /// Whether it is a member now.
    public internal(set) var isPresent = true
    /// Whether it has let a deadline pass and was not heard of since; it gets no leases while others are there.
    public internal(set) var isLate = false
    /// Micro-batches of training steps that counted.
    public internal(set) var microBatches: UInt64 = 0
    /// Training steps in which at least one micro-batch of it counted.
    public internal(set) var steps: UInt64 = 0
    /// Leases it was given.
    public internal(set) var leases: UInt64 = 0
    /// Nodes of its that were refused.
    public internal(set) var pushesRefused: UInt64 = 0
    /// How fast it is in training steps and in evaluations, once measured.
    var speeds: [Round.Phase: Double] = [:]
    /// The last step in which something of its counted.
    var lastCountedStep: UInt64?
    /// When it last finished a lease: it can't have begun the next one before.
    var freeSince: Duration = .zero

    init(name: String) { self.name = name }

    /// Micro-batches a second, once measured.
    public var speed: Double? { speeds[.training] }

    /// Takes a measurement into the average: `leafCount` leaves were done within `elapsed`.
    mutating func measure(_ phase: Round.Phase, leafCount: Int, elapsed: Duration, weight: Double) {
        let newest = Self.speed(leafCount, elapsed)
        let before = speeds[phase] ?? newest
        speeds[phase] = before + weight * (newest - before)
    }

    /// Takes note that `leafCount` leaves were not done within `elapsed`.
    mutating func bound(_ phase: Round.Phase, leafCount: Int, elapsed: Duration) {
        let most = Self.speed(leafCount, elapsed)
        speeds[phase] = min(speeds[phase] ?? most, most)
    }

    /// Leaves a second; nothing is faster than a leaf a microsecond.
    private static func speed(_ leafCount: Int, _ elapsed: Duration) -> Double {
        Double(leafCount) / max(elapsed / .seconds(1), Double(leafCount) * 1e-6)
    }
}
