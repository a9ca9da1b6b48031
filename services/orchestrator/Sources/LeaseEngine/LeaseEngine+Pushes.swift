internal import Reduction

extension LeaseEngine {
    /// What becomes of a lease's node in one bucket.
    mutating func take(
        _ lease: HeldLease, bucket: Int, from trainer: TrainerID, at now: Duration, fingerprint: () -> Fingerprint?
    ) -> Verdict {
        let admission = current?.accept(lease, bucket: bucket, from: trainer) ?? .notANode
        let wasSaid = noteWord(on: lease, bucket: bucket, admission: admission, from: trainer, fingerprint: fingerprint)
        noteAnswer(lease.id, bucket: bucket, from: trainer, at: now)
        switch admission {
        case .accepted:
            settle(lease.node, at: now)
            return .accepted
        case .covered(let twinIsHeld):
            settle(lease.node, at: now)
            return wasSaid ? .witnessed : .covered(twinIsHeld: twinIsHeld)
        case .overlaps where wasSaid: return .witnessed
        case .overlaps, .notANode:
            current?.end(lease.id, as: .done)
            current?.release(lease.node.leaves, for: .overtaken(membership.name(of: lease.trainer)))
            return refuse(.overlaps(first: lease.node.first, end: lease.node.end), from: trainer)
        }
    }

    func refusal(
        of leaves: Leaves, bucket: Int, round: Round, lease id: UInt64, from trainer: TrainerID
    ) -> Verdict.Refusal? {
        guard let current, current.round == round else { return .stale(pushed: round, current: current?.round) }
        guard current.coverage.indices.contains(bucket) else {
            return .noBucket(bucket, count: current.coverage.count)
        }
        guard let lease = current.leases[id], isHolder(trainer, of: lease) else { return .noLease(id) }
        guard lease.node.leaves == leaves else {
            return .shape(
                first: leaves.first, end: leaves.end, leaseFirst: lease.node.first, leaseEnd: lease.node.end)
        }
        return nil
    }

    /// A trainer that lost its connection may be back before the loss of the old one was noticed.
    private func isHolder(_ trainer: TrainerID, of lease: HeldLease) -> Bool {
        guard lease.trainer != trainer, let holder = membership.records[lease.trainer] else {
            return lease.trainer == trainer
        }
        return (!holder.isPresent || holder.isSilent) && holder.name == membership.records[trainer]?.name
    }

    // MARK: What a push tells of its sender

    /// A push under a lease of which nothing more is kept than that its trainer was at it.
    mutating func noteAnswer(_ id: UInt64, from trainer: TrainerID, at now: Duration) {
        guard let unanswered = membership.records[trainer]?.unanswered else { return }
        let policy = policy
        membership.update(trainer) {
            $0.unanswered = nil
            $0.freeSince = now
            guard unanswered.lease == id else { return }
            $0.pace.measure(
                unanswered.phase, leafCount: unanswered.leafCount, elapsed: now - unanswered.start, by: policy)
        }
    }

    /// A push under a known lease; after the last bucket its trainer is free for the next one.
    private mutating func noteAnswer(_ id: UInt64, bucket: Int, from trainer: TrainerID, at now: Duration) {
        guard let lease = current?.leases[id], let start = startTime(of: lease), let round else { return }
        noteAnswer(id, from: trainer, at: now)
        guard lease.trainer == trainer, current?.answer(id, bucket: bucket) == true else { return }
        if lease.state == .active {
            let policy = policy
            membership.update(trainer) {
                $0.pace.measure(round.phase, leafCount: lease.node.count, elapsed: now - start, by: policy)
            }
        }
        membership.update(trainer) { $0.freeSince = now }
        current?.end(id, as: .done)
        current?.release(lease.node.leaves, for: .overtaken(membership.name(of: trainer)))
    }

    // MARK: What a push means for other leases

    /// Leases that a node completes are over, and so are those of which it covers a part: what they would push can't be
    /// added.
    private mutating func settle(_ node: NodeInterval, at now: Duration) {
        for id in current?.activeIDs ?? [] {
            guard let progress = current, let lease = progress.leases[id], lease.node.leaves.overlaps(node.leaves)
            else { continue }
            if progress.covers(lease.node.leaves) {
                if !wantsWord(under: lease) { close(lease, at: now) }
            } else if lease.node != node, lease.node.leaves.contains(node.leaves) {
                close(lease, at: now)
                current?.release(lease.node.leaves, for: .overtaken(membership.name(of: lease.trainer)))
            }
        }
    }

    /// Ends a lease that its trainer needn't answer any more.
    ///
    /// One that it has begun keeps it busy for a while, and shows that it is slow.
    mutating func close(_ lease: HeldLease, at now: Duration) {
        guard let round, let start = startTime(of: lease) else { return }
        let isBegun = current?.activeIDs.first { current?.leases[$0]?.trainer == lease.trainer } == lease.id
        current?.end(lease.id, as: .done)
        guard isBegun else { return revoke(lease, of: round, for: .covered) }
        guard lease.answered.count == 0 else { return }
        let policy = policy
        membership.update(lease.trainer) {
            // It has answered nothing since: it is taken to be still at what it was at then.
            if let before = $0.unanswered {
                $0.pace.bound(before.phase, leafCount: before.leafCount, elapsed: now - before.start, by: policy)
                return
            }
            $0.pace.bound(round.phase, leafCount: lease.node.count, elapsed: now - start, by: policy)
            $0.unanswered = MemberRecord.Unanswered(
                lease: lease.id, phase: round.phase, leafCount: lease.node.count, start: start,
                deadline: lease.deadline)
        }
    }

    mutating func revoke(_ lease: HeldLease, of round: Round, for reason: Revocation.Reason) {
        account.noteRevocation(of: membership.name(of: lease.trainer))
        decisions.append(
            .revoke(Revocation(lease: lease.id, trainer: lease.trainer, round: round, reason: reason)))
    }

    // MARK: When a lease is expected to be done

    /// When the trainer could begin with a lease of the round under way: when it had been granted, the parameters were
    /// there, and the trainer was through with what it had before.
    func startTime(of lease: HeldLease) -> Duration? {
        guard let startedAt = current?.startedAt else { return nil }
        return max(lease.grantedAt, startedAt, membership.records[lease.trainer]?.freeSince ?? .zero)
    }

    /// When the deadline of the lease that a trainer is at passes, nil before its round's parameters are there.
    ///
    /// A trainer that hasn't answered an earlier lease is still at that one.
    func dueTime(of lease: HeldLease) -> Duration? {
        guard let start = startTime(of: lease) else { return nil }
        guard let unanswered = membership.records[lease.trainer]?.unanswered else { return start + lease.deadline }
        return max(unanswered.start + unanswered.deadline, start)
    }
}
