public import Reduction

extension LeaseEngine {
    /// A trainer offers the value of a node in one bucket; for an evaluation the bucket is 0.
    ///
    /// Any numbers may come. A node counts if it lies inside a lease of the round under way that the sender was given,
    /// also if that one was given up since, or was given to a member of the same name that has left, and if none of its
    /// leaves is covered.
    public mutating func offer(
        _ leaves: Leaves, bucket: Int, of round: Round, lease: UInt64, from trainer: TrainerID, at now: Duration
    ) -> (verdict: Verdict, grants: [Grant]) {
        guard present.contains(trainer) else { return refuse(.noMember, from: trainer) }
        members[trainer]?.isLate = false
        if let refusal = refusal(of: leaves, bucket: bucket, round: round, lease: lease, from: trainer) {
            return refuse(refusal, from: trainer)
        }
        guard let leafCount = current?.leafCount,
            let node = NodeInterval(first: leaves.first, end: leaves.end, of: leafCount)
        else {
            return refuse(
                .noNode(first: leaves.first, end: leaves.end, leafCount: plan.leafCount(of: round)), from: trainer)
        }
        switch current?.accept(node, bucket: bucket, from: trainer) {
        case .accepted:
            count(node, bucket: bucket, of: round, for: trainer)
            settle(node, pushedBy: trainer, at: now)
            return (.accepted, grantPending(at: now))
        case .covered(let twinIsHeld):
            return (.covered(twinIsHeld: twinIsHeld), [])
        case .overlaps, .notANode, nil:
            forfeit(node, of: lease, by: trainer)
            pushesRefused += 1
            members[trainer]?.pushesRefused += 1
            return (.refused(.overlaps(first: node.first, end: node.end)), grantPending(at: now))
        }
    }

    /// The round under way is complete and its result committed: the next one begins, and its parameters are there.
    ///
    /// ``round`` is nil afterwards when that was all. It is our own mistake to call this before
    /// ``isRoundComplete``: no step commits early.
    public mutating func advance(at now: Duration) -> [Grant] {
        precondition(isRoundComplete, "LeaseEngine: a round may only be left when it is complete")
        guard let finished = current?.round, let next = plan.round(after: finished) else {
            current = nil
            ahead = nil
            return []
        }
        current = ahead ?? progress(of: next)
        current?.startedAt = now
        ahead = lookahead(behind: next)
        return grantPending(at: now)
    }

    private mutating func refuse(
        _ refusal: Verdict.Refusal, from trainer: TrainerID
    ) -> (verdict: Verdict, grants: [Grant]) {
        pushesRefused += 1
        members[trainer]?.pushesRefused += 1
        return (.refused(refusal), [])
    }

    private func refusal(
        of leaves: Leaves, bucket: Int, round: Round, lease id: UInt64, from trainer: TrainerID
    ) -> Verdict.Refusal? {
        guard let current, current.round == round else { return .stale(pushed: round, current: current?.round) }
        guard current.coverage.indices.contains(bucket) else {
            return .noBucket(bucket, count: current.coverage.count)
        }
        guard let lease = current.leases[id], isHolder(trainer, of: lease) else { return .noLease(id) }
        guard lease.leaves.contains(leaves) else {
            return .outsideLease(
                first: leaves.first, end: leaves.end, leaseFirst: lease.leaves.first, leaseEnd: lease.leaves.end)
        }
        return nil
    }

    private func isHolder(_ trainer: TrainerID, of lease: HeldLease) -> Bool {
        guard lease.trainer != trainer, let holder = members[lease.trainer] else { return true }
        return !holder.isPresent && holder.name == members[trainer]?.name
    }

    /// Bucket 0 stands for all: each of its leaves counts once, for the trainer whose sum was taken.
    private mutating func count(_ node: NodeInterval, bucket: Int, of round: Round, for trainer: TrainerID) {
        guard bucket == 0, round.phase == .training else { return }
        members[trainer]?.microBatches += UInt64(node.count)
        guard members[trainer]?.lastCountedStep != round.step else { return }
        members[trainer]?.lastCountedStep = round.step
        members[trainer]?.steps += 1
    }

    /// Leases that a new node completes are done, and their trainers' speeds measured: a trainer whose leaves others
    /// were first to cover is slower than that.
    private mutating func settle(_ node: NodeInterval, pushedBy trainer: TrainerID, at now: Duration) {
        guard let progress = current else { return }
        let phase = progress.round.phase
        for lease in progress.activeLeases where lease.leaves.overlaps(node.leaves) {
            guard lease.owed.allSatisfy(progress.covers), let start = startTime(of: lease) else { continue }
            current?.leases[lease.id]?.state = .done
            guard var member = members[lease.trainer] else { continue }
            if lease.trainer == trainer {
                member.measure(
                    phase, leafCount: lease.leaves.count, elapsed: now - start, weight: policy.speedWeight)
                member.freeSince = now
            } else {
                member.bound(phase, leafCount: lease.leaves.count, elapsed: now - start)
            }
            members[lease.trainer] = member
        }
    }

    /// A node that can't be added is all that its trainer will push of these leaves: they are not owed any more.
    private mutating func forfeit(_ node: NodeInterval, of id: UInt64, by trainer: TrainerID) {
        guard let lease = current?.leases[id], lease.state == .active else { return }
        let owed = lease.owed.flatMap { $0.subtracting(node.leaves) }
        current?.leases[id]?.owed = owed
        if current.map({ progress in owed.allSatisfy(progress.covers) }) ?? true {
            current?.leases[id]?.state = .done
        }
        current?.release(node.leaves, for: .pushedInVain(members[trainer]?.name ?? "a trainer"))
    }
}
