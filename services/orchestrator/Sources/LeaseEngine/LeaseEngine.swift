public import Reduction

/// Decides who computes what: membership, leases, coverage and the order of rounds.
///
/// A value without clock, network or numbers. Each event comes with the time, counted from any fixed moment; what is
/// to be sent comes back. A round's leaves are cut into contiguous runs in proportion to the trainers' measured
/// speeds. What a trainer leaves behind, or hasn't pushed by its deadline, is leased again. The round behind the one
/// under way is leased ahead, so that trainers can fetch its data before its parameters are there.
public struct LeaseEngine: Sendable {
    /// The run's rounds.
    public let plan: RunPlan
    /// How leases are handed out.
    public let policy: LeasePolicy
    /// Every trainer that has ever been a member.
    public private(set) var members: [TrainerID: MemberRecord] = [:]
    /// Leases handed out so far.
    public private(set) var leasesIssued: UInt64 = 0
    /// Those of them whose leaves somebody else had been given before.
    public private(set) var leasesReissued: UInt64 = 0
    /// Nodes that were refused so far.
    public private(set) var pushesRefused: UInt64 = 0

    private let bucketCount: Int
    private var present: [TrainerID] = []
    private var nextTrainer: UInt64 = 1
    private var current: RoundProgress?
    private var ahead: RoundProgress?
    private var hasQuorum = false

    /// Starts at the beginning, or goes on with `round`.
    public init(plan: RunPlan, bucketCount: Int, policy: LeasePolicy, startingWith round: Round? = nil) {
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

    /// Members present now, in the order of joining.
    public var trainers: [TrainerID] { present }

    /// A trainer joins.
    ///
    /// Leases that come of it are in `grants`.
    public mutating func join(name: String, at now: Duration) -> (trainer: TrainerID, grants: [Grant]) {
        let trainer = TrainerID(nextTrainer)
        nextTrainer += 1
        members[trainer] = MemberRecord(name: name)
        present.append(trainer)
        if present.count >= policy.minimumTrainers, !hasQuorum {
            hasQuorum = true
            current?.startedAt = now
        }
        return (trainer, grantOrphaned(at: now))
    }

    /// A trainer leaves or is lost: what it still owes is leased again.
    public mutating func leave(_ trainer: TrainerID, at now: Duration) -> [Grant] {
        guard let name = members[trainer]?.name, present.contains(trainer) else { return [] }
        present.removeAll { $0 == trainer }
        members[trainer]?.isPresent = false
        giveUp(for: .trainerLeft(name)) { $0.trainer == trainer }
        return grantOrphaned(at: now)
    }

    /// Gives up leases whose deadline has passed.
    public mutating func tick(at now: Duration) -> [Grant] {
        guard let current, let startedAt = current.startedAt else { return grantOrphaned(at: now) }
        for (id, lease) in current.leases where now > max(lease.grantedAt, startedAt) + lease.deadline {
            let others = present.contains { $0 != lease.trainer }
            guard others, let name = members[lease.trainer]?.name else { continue }
            giveUp(id, for: .deadlinePassed(name))
        }
        return grantOrphaned(at: now)
    }

    /// A trainer offers the value of a node in one bucket; for an evaluation the bucket is 0.
    public mutating func offer(
        _ leaves: Leaves, bucket: Int, of round: Round, lease: UInt64, from trainer: TrainerID, at now: Duration
    ) -> (verdict: Verdict, grants: [Grant]) {
        let verdict = judge(leaves, bucket: bucket, of: round, from: trainer)
        if case .refused = verdict { pushesRefused += 1 }
        if verdict == .accepted, round.phase == .training {
            count(leaves, step: round.step, bucket: bucket, for: trainer)
        }
        guard current?.round == round else { return (verdict, []) }
        note(lease, offeredBy: trainer, at: now)
        return (verdict, grantOrphaned(at: now))
    }

    /// The round under way is complete and its result committed: the next one begins.
    public mutating func advance(at now: Duration) -> [Grant] {
        precondition(isRoundComplete, "LeaseEngine: a round may only be left when it is complete")
        guard let finished = current?.round, let next = plan.round(after: finished) else {
            current = nil
            ahead = nil
            return []
        }
        current = ahead?.round == next ? ahead : progress(of: next)
        current?.startedAt = now
        ahead = lookahead(behind: next)
        return grantOrphaned(at: now)
    }

    private mutating func judge(
        _ leaves: Leaves, bucket: Int, of round: Round, from trainer: TrainerID
    ) -> Verdict {
        guard present.contains(trainer) else { return .refused(.noMember) }
        guard var progress = current, progress.round == round else {
            return .refused(.stale(pushed: round, current: current?.round))
        }
        guard bucket >= 0, bucket < progress.coverage.count else {
            return .refused(.noBucket(bucket, count: progress.coverage.count))
        }
        guard let node = NodeInterval(first: leaves.first, end: leaves.end, of: progress.leafCount) else {
            return .refused(.noNode(first: leaves.first, end: leaves.end, leafCount: progress.leafCount))
        }
        switch progress.accept(node, bucket: bucket) {
        case .accepted:
            current = progress
            return .accepted
        case .covered(let twinIsHeld): return .covered(twinIsHeld: twinIsHeld)
        case .overlaps: return .refused(.overlaps(first: leaves.first, end: leaves.end))
        case .notANode:
            return .refused(.noNode(first: leaves.first, end: leaves.end, leafCount: progress.leafCount))
        }
    }

    /// Bucket 0 stands for all: each of its leaves counts once, for the trainer whose sum was taken.
    private mutating func count(_ leaves: Leaves, step: UInt64, bucket: Int, for trainer: TrainerID) {
        guard bucket == 0 else { return }
        members[trainer]?.microBatches += UInt64(leaves.count)
        guard members[trainer]?.lastCountedStep != step else { return }
        members[trainer]?.lastCountedStep = step
        members[trainer]?.steps += 1
    }

    /// One push of a lease has come.
    ///
    /// With the last one the lease is done, the trainer's speed is measured, and what is still missing of it becomes
    /// somebody else's.
    private mutating func note(_ id: UInt64, offeredBy trainer: TrainerID, at now: Duration) {
        guard var progress = current, var lease = progress.leases[id], lease.trainer == trainer else { return }
        lease.offersMissing -= 1
        guard lease.offersMissing <= 0 else {
            current?.leases[id] = lease
            return
        }
        progress.leases[id] = nil
        current = progress
        let elapsed = now - max(lease.grantedAt, progress.startedAt ?? lease.grantedAt)
        measure(trainer, leafCount: lease.leaves.count, elapsed: elapsed)
        orphan(lease.leaves, for: .pushedInVain(members[trainer]?.name ?? ""))
    }

    private mutating func measure(_ trainer: TrainerID, leafCount: Int, elapsed: Duration) {
        let seconds = elapsed / .seconds(1)
        guard seconds > 0 else { return }
        let newest = Double(leafCount) / seconds
        let before = members[trainer]?.speed ?? newest
        members[trainer]?.speed = before + policy.speedWeight * (newest - before)
    }

    private mutating func giveUp(for reason: Grant.Reason, where isGivenUp: (RoundProgress.Lease) -> Bool) {
        for (id, lease) in current?.leases ?? [:] where isGivenUp(lease) { giveUp(id, for: reason) }
        for (id, lease) in ahead?.leases ?? [:] where isGivenUp(lease) {
            ahead?.leases[id] = nil
            ahead?.orphaned.append((lease.leaves, reason))
        }
    }

    private mutating func giveUp(_ id: UInt64, for reason: Grant.Reason) {
        guard let lease = current?.leases.removeValue(forKey: id) else { return }
        orphan(lease.leaves, for: reason)
    }

    private mutating func orphan(_ leaves: Leaves, for reason: Grant.Reason) {
        for piece in current?.missing(in: leaves) ?? [] {
            current?.orphaned.append((piece, reason))
        }
    }

    private mutating func grantOrphaned(at now: Duration) -> [Grant] {
        guard hasQuorum, !present.isEmpty else { return [] }
        var grants: [Grant] = []
        if var progress = current {
            grants += grantOrphaned(of: &progress, at: now)
            current = progress
        }
        if var progress = ahead {
            grants += grantOrphaned(of: &progress, at: now)
            ahead = progress
        }
        return grants
    }

    private mutating func grantOrphaned(of progress: inout RoundProgress, at now: Duration) -> [Grant] {
        var grants: [Grant] = []
        for (leaves, reason) in progress.orphaned.sorted(by: { $0.leaves.first < $1.leaves.first }) {
            let candidates = candidates(for: reason, in: progress)
            let shares = Apportionment.shares(
                of: leaves.count, among: candidates.map { members[$0]?.speed ?? typicalSpeed })
            var first = leaves.first
            for (trainer, share) in zip(candidates, shares) where share > 0 {
                let piece = Leaves(first..<first + share)
                first += share
                grants.append(grant(piece, of: &progress, to: trainer, for: reason, at: now))
            }
        }
        progress.orphaned.removeAll()
        return grants
    }

    /// Everybody for leaves that are leased for the first time; for others those who have nothing to do, if any.
    private func candidates(for reason: Grant.Reason, in progress: RoundProgress) -> [TrainerID] {
        var candidates = present
        if case .deadlinePassed(let late) = reason {
            let others = present.filter { members[$0]?.name != late }
            candidates = others.isEmpty ? present : others
        }
        guard reason != .firstTime else { return candidates }
        let busy = Set(progress.leases.values.map(\.trainer))
        let idle = candidates.filter { !busy.contains($0) }
        return idle.isEmpty ? candidates : idle
    }

    private mutating func grant(
        _ leaves: Leaves, of progress: inout RoundProgress, to trainer: TrainerID, for reason: Grant.Reason,
        at now: Duration
    ) -> Grant {
        leasesIssued += 1
        if reason != .firstTime { leasesReissued += 1 }
        let expected = Duration.seconds(Double(leaves.count) / (members[trainer]?.speed ?? typicalSpeed))
        let deadline = max(policy.shortestDeadline, expected * policy.patience)
        progress.leases[leasesIssued] = RoundProgress.Lease(
            trainer: trainer, leaves: leaves, grantedAt: now, deadline: deadline,
            offersMissing: leaves.nodes(of: progress.leafCount).count * progress.coverage.count)
        return Grant(
            id: leasesIssued, trainer: trainer, round: progress.round, leaves: leaves, deadline: deadline,
            reason: reason)
    }

    /// What a trainer that nothing is known of is taken for: the mean of the others.
    private var typicalSpeed: Double {
        let known = present.compactMap { members[$0]?.speed }
        return known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    }

    private func progress(of round: Round) -> RoundProgress {
        RoundProgress(round, leafCount: plan.leafCount(of: round), bucketCount: bucketCount)
    }

    /// A training step behind a training step is leased ahead; evaluations wait for their turn.
    private func lookahead(behind round: Round) -> RoundProgress? {
        guard round.phase == .training, let next = plan.round(after: round), next.phase == .training else {
            return nil
        }
        return progress(of: next)
    }
}
