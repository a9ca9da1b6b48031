public import Reduction

/// Decides who computes what: membership, leases, coverage, audits and the order of rounds.
///
/// A value without clock, network or numbers. Each event comes with the time, counted from any fixed moment that is
/// never later than the first event; what is to be done comes back, with the reason. Whoever holds the connections and
/// the values does it, in order: see ``Decision``.
///
/// A round's leaves are cut into contiguous runs in proportion to the trainers' measured speeds, and each node of such a
/// run is a lease. What a trainer leaves behind is leased again, to idle trainers first; of a slow one's leases, those
/// it hasn't begun are taken over, and the one it is at is given to idle trainers as well. Who would hold up a round with
/// a single leaf gets none, but for one that doesn't count and shows how fast it is. The training step behind the
/// one under way is leased ahead, so that trainers can fetch its data before its parameters are there; an evaluation and
/// the step behind it wait for their turn.
///
/// The engine decides by intervals and fingerprints alone. Whoever holds the values adds exactly the nodes that were
/// `accepted`.
public struct LeaseEngine: Sendable {
    /// The run's rounds.
    public let plan: RunPlan
    /// How leases are handed out.
    public let policy: LeasePolicy
    /// Who is there.
    public internal(set) var membership: Membership
    /// What became of the work so far.
    public internal(set) var account: RunAccount
    /// Why the run can't go on, once it can't.
    public internal(set) var fault: Fault?

    let bucketCount: Int
    let selection: AuditSelection
    var current: RoundProgress?
    var ahead: RoundProgress?
    /// How long the last training step took.
    var stepTime: Duration?
    /// What was said about waiting last.
    var announcedWaiting: Waiting?
    /// Whether the round under way was said to be complete.
    var hasAnnouncedCommit = false
    /// What the event under way has led to so far.
    var decisions: [Decision] = []

    /// Starts at the beginning, or goes on with `round`, for a model of `bucketCount` buckets, at least 1.
    ///
    /// `expelled` are the names that were proven wrong before a restart, with the reason.
    public init(
        plan: RunPlan, bucketCount: Int, policy: LeasePolicy, startingWith round: Round? = nil,
        expelled: [String: String] = [:]
    ) {
        precondition(bucketCount >= 1, "LeaseEngine: a model has at least one bucket, got \(bucketCount)")
        self.plan = plan
        self.policy = policy
        self.bucketCount = bucketCount
        membership = Membership(policy: policy, expelled: expelled)
        account = RunAccount(expelled: expelled)
        selection = AuditSelection(share: policy.auditShare, seed: policy.auditSeed)
        let first = round ?? plan.first
        current = progress(of: first)
        ahead = lookahead(behind: first)
    }

    /// The round under way, nil when the run is complete.
    public var round: Round? { current?.round }

    /// Whether every leaf of the round under way is covered in every bucket, and nothing is left to compare.
    public var isRoundComplete: Bool {
        guard let current else { return false }
        return current.isCovered && current.audits.allSatisfy(\.isOver)
    }

    /// Whether every leaf of the round under way is covered in one bucket.
    ///
    /// Its sum is the step's, unless a ``Decision/redo(_:)`` comes before the round is complete.
    public func isComplete(bucket: Int) -> Bool { current?.coverage[bucket].isComplete ?? false }

    /// What is waited for, as long as nothing can go on.
    public var waiting: Waiting? {
        guard current != nil, fault == nil else { return nil }
        if let waiting = membership.waiting { return waiting }
        guard let stuck = current?.audits.first(where: { $0.stuckSince != nil }) else { return nil }
        return Waiting(missing: 1, reason: .arbiter(stuck.names))
    }

    /// Members present now, in the order of joining.
    public var trainers: [TrainerID] { membership.present }

    /// How many trainers are missing before anything is leased.
    public var missingTrainers: Int { membership.waiting?.missing ?? 0 }

    /// What each trainer is doing; those gone long ago are only counted, in ``Membership/goneCount``.
    public var activities: [TrainerID: MemberActivity] {
        let leases = (current?.activeLeases ?? []) + (ahead?.activeLeases ?? [])
        let owing = Set(leases.map(\.trainer))
        return membership.records.reduce(into: [:]) { activities, member in
            let (trainer, record) = member
            activities[trainer] =
                if !record.isPresent { .gone } else if record.isSilent { .silent } else if record.isLate { .late } else
                { owing.contains(trainer) ? .working : .idle }
        }
    }

    /// The leases whose trainers are expected to push something, of the round under way and the one ahead.
    public var activeLeaseCount: Int { (current?.activeIDs.count ?? 0) + (ahead?.activeIDs.count ?? 0) }

    /// Their numbers.
    public var activeLeases: Set<UInt64> { Set((current?.activeIDs ?? []) + (ahead?.activeIDs ?? [])) }

    /// The leases that are known, over or not: at most the active ones, and twice the leaves of both rounds and 128.
    public var knownLeaseCount: Int { (current?.leases.count ?? 0) + (ahead?.leases.count ?? 0) }

    /// The trainers whose nodes make up `leaves` in one bucket of the round under way, in order; for the words about a
    /// fault.
    public func contributors(to leaves: Leaves, bucket: Int) -> [TrainerID] {
        guard let current, current.contributions.indices.contains(bucket) else { return [] }
        let contributions = current.contributions[bucket].filter { $0.node.leaves.overlaps(leaves) }
        return Set(contributions.map(\.trainer)).sorted()
    }

    func progress(of round: Round) -> RoundProgress {
        let leafCount = plan.leafCount(of: round)
        return switch round.phase {
        case .training:
            RoundProgress(
                round, leafCount: leafCount, bucketCount: bucketCount,
                auditedLeaves: selection.leaves(of: round.step, leafCount: leafCount))
        case .evaluation: RoundProgress(round, leafCount: leafCount, bucketCount: 1)
        }
    }

    /// A training step behind a training step is leased ahead; evaluations wait for their turn.
    func lookahead(behind round: Round) -> RoundProgress? {
        guard round.phase == .training, let next = plan.round(after: round), next.phase == .training else {
            return nil
        }
        return progress(of: next)
    }
}
