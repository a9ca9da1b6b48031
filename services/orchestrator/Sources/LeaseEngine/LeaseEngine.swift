public import Reduction

/// Decides who computes what: membership, leases, coverage and the order of rounds.
///
/// A value without clock, network or numbers. Each event comes with the time, counted from any fixed moment that is
/// never later than the first event; what is to be sent comes back, with the reason.
///
/// A round's leaves are cut into contiguous runs in proportion to the trainers' measured speeds. What a trainer leaves
/// behind, or hasn't pushed by its deadline, is leased again, to idle trainers first. The training step behind the one
/// under way is leased ahead, so that trainers can fetch its data before its parameters are there; an evaluation and
/// the step behind it wait for their turn.
///
/// The engine decides by intervals alone. Whoever holds the values adds exactly the nodes that were `accepted`, and
/// calls ``advance(at:)`` once the round is complete and its result is committed.
public struct LeaseEngine: Sendable {
    /// The run's rounds.
    public let plan: RunPlan
    /// How leases are handed out.
    public let policy: LeasePolicy
    /// Every trainer that has ever been a member.
    public internal(set) var members: [TrainerID: MemberRecord] = [:]
    /// Leases handed out so far.
    public internal(set) var leasesIssued: UInt64 = 0
    /// Those of them whose leaves somebody had been given before, and why they were leased again.
    public internal(set) var reissues: [Grant.Reason: UInt64] = [:]
    /// Nodes that were refused so far.
    public internal(set) var pushesRefused: UInt64 = 0

    let bucketCount: Int
    var present: [TrainerID] = []
    var nextTrainer: UInt64 = 1
    var current: RoundProgress?
    var ahead: RoundProgress?
    var hasQuorum = false

    /// Starts at the beginning, or goes on with `round`, for a model of `bucketCount` buckets, at least 1.
    public init(plan: RunPlan, bucketCount: Int, policy: LeasePolicy, startingWith round: Round? = nil) {
        precondition(bucketCount >= 1, "LeaseEngine: a model has at least one bucket, got \(bucketCount)")
        self.plan = plan
        self.policy = policy
        self.bucketCount = bucketCount
        let first = round ?? plan.first
        current = progress(of: first)
        ahead = lookahead(behind: first)
    }

    /// The round under way, nil when the run is complete.
    public var round: Round? { current?.round }

    /// Whether every leaf of the round under way is covered in every bucket.
    public var isRoundComplete: Bool { current?.isComplete ?? false }

    /// Whether every leaf of the round under way is covered in one bucket: its sum is the step's.
    public func isComplete(bucket: Int) -> Bool { current?.coverage[bucket].isComplete ?? false }

    /// Members present now, in the order of joining.
    public var trainers: [TrainerID] { present }

    /// Whether no leases are given because too few trainers are there, and how many are missing.
    public var missingTrainers: Int {
        max(0, (hasQuorum ? 1 : policy.minimumTrainers) - present.count)
    }

    /// Leases whose leaves somebody had been given before.
    public var leasesReissued: UInt64 { reissues.values.reduce(0, +) }

    /// When ``tick(at:)`` may have something to do next, nil while nothing is leased.
    public var nextDeadline: Duration? {
        current?.activeLeases.compactMap(dueTime).min()
    }

    /// The trainers whose nodes make up `leaves` in one bucket of the round under way, in order; for the words about a
    /// fault.
    public func contributors(to leaves: Leaves, bucket: Int) -> [TrainerID] {
        guard let current, current.contributions.indices.contains(bucket) else { return [] }
        let contributions = current.contributions[bucket].filter { $0.node.leaves.overlaps(leaves) }
        return Set(contributions.map(\.trainer)).sorted()
    }

    /// When a lease's deadline passes, nil before its round's parameters are there.
    func dueTime(of lease: HeldLease) -> Duration? {
        startTime(of: lease).map { $0 + lease.deadline }
    }

    /// When the trainer could begin with a lease of the round under way: when it had been granted, the parameters were
    /// there, and the trainer was through with what it had before.
    func startTime(of lease: HeldLease) -> Duration? {
        guard let startedAt = current?.startedAt else { return nil }
        return max(lease.grantedAt, startedAt, members[lease.trainer]?.freeSince ?? .zero)
    }

    func progress(of round: Round) -> RoundProgress {
        RoundProgress(
            round, leafCount: plan.leafCount(of: round), bucketCount: round.phase == .training ? bucketCount : 1)
    }

    /// A training step behind a training step is leased ahead; evaluations wait for their turn.
    func lookahead(behind round: Round) -> RoundProgress? {
        guard round.phase == .training, let next = plan.round(after: round), next.phase == .training else {
            return nil
        }
        return progress(of: next)
    }
}
