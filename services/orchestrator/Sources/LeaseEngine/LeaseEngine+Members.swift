internal import Reduction

extension LeaseEngine {
    /// True where a member is back.
    mutating func noteHeard(_ trainer: TrainerID, at now: Duration) -> Bool {
        let before = membership.records[trainer]?.lastHeard ?? now
        guard membership.heard(trainer, at: now) else { return false }
        note(trainer, .idle, .heardAgain(after: now - before))
        takeBack(trainer, at: now)
        return true
    }

    mutating func noteSilent(_ trainer: TrainerID, at now: Duration) {
        let before = membership.records[trainer]?.lastHeard ?? now
        note(trainer, .silent, .nothingHeard(for: now - before))
        account.update(membership.name(of: trainer)) { $0.silences += 1 }
        giveUpLeases(of: trainer, for: .trainerSilent(membership.name(of: trainer)))
    }

    /// What a late member pushes shows that it is at work.
    mutating func notePunctual(_ trainer: TrainerID, at now: Duration) {
        guard membership.records[trainer]?.isLate == true else { return }
        membership.update(trainer) {
            $0.lateUntil = nil
            $0.latenessCount = 0
        }
        note(trainer, .idle, .punctualAgain)
        takeBack(trainer, at: now)
    }

    /// Gives up the leases of a member that let a deadline pass; tries one again that was late for long enough.
    mutating func noteLateness(of trainer: TrainerID, at now: Duration) {
        guard let record = membership.records[trainer], record.isPresent, !record.isSilent, let current,
            current.startedAt != nil
        else { return }
        if let until = record.lateUntil {
            guard now > until else { return }
            membership.update(trainer) { $0.lateUntil = nil }
            note(trainer, .idle, .punctualAgain)
        }
        guard let lease = current.activeLeases.first(where: { $0.trainer == trainer }),
            let due = dueTime(of: lease), now > due
        else { return }
        guard membership.punctual.contains(where: { $0 != trainer }), !isAtAStandstill(for: lease.deadline / 2, at: now)
        else { return self.current?.extend(lease.id, at: now) ?? () }
        giveUpLate(lease, at: now)
    }

    /// Whether all are at work and none of them has finished anything for so long.
    ///
    /// Then it is no trainer's fault, but that of compute, say, which is away.
    private func isAtAStandstill(for time: Duration, at now: Duration) -> Bool {
        let busy = Set(current?.activeLeases.map(\.trainer) ?? [])
        return membership.punctual.allSatisfy { trainer in
            busy.contains(trainer) && now - (membership.records[trainer]?.freeSince ?? .zero) > time
        }
    }

    private mutating func giveUpLate(_ lease: HeldLease, at now: Duration) {
        guard let round, let start = startTime(of: lease) else { return }
        let name = membership.name(of: lease.trainer)
        let policy = policy
        membership.update(lease.trainer) {
            $0.latenessCount += 1
            $0.lateUntil = now + policy.lateness($0.latenessCount)
            $0.pace.bound(round.phase, leafCount: lease.node.count, elapsed: now - start, by: policy)
            $0.unanswered = nil
        }
        note(lease.trainer, .late, .deadlinePassed(lease: lease.id, lease.deadline))
        account.update(name) { $0.latenesses += 1 }
        giveUpLeases(of: lease.trainer, for: .deadlinePassed(name))
    }

    /// What a trainer owes and nobody else does is pending from now.
    mutating func giveUpLeases(of trainer: TrainerID, for reason: Grant.Reason) {
        current?.giveUpLeases(of: trainer, for: reason)
        ahead?.giveUpLeases(of: trainer, for: reason)
    }

    /// A member is back that had lost its leases: those that nobody else was given are its own again, and it is told to
    /// drop the others.
    private mutating func takeBack(_ trainer: TrainerID, at now: Duration) {
        if var progress = current {
            current = nil
            takeBack(trainer, in: &progress, at: now)
            current = progress
        }
        if var progress = ahead {
            ahead = nil
            takeBack(trainer, in: &progress, at: now)
            ahead = progress
        }
    }

    private mutating func takeBack(_ trainer: TrainerID, in progress: inout RoundProgress, at now: Duration) {
        let lost = progress.leases.values.filter { $0.trainer == trainer && $0.state == .givenUp }
        for lease in lost.sorted(by: { $0.id < $1.id }) {
            if lease.answered.count == 0, progress.isPending(lease.node.leaves) {
                progress.reinstate(lease.id, at: now)
            } else {
                progress.forget(lease.id)
                revoke(lease, of: progress.round, for: .givenUp)
            }
        }
    }

    private mutating func note(_ trainer: TrainerID, _ activity: MemberActivity, _ reason: MemberChange.Reason) {
        decisions.append(
            .note(
                MemberChange(
                    trainer: trainer, name: membership.name(of: trainer), activity: activity, reason: reason)))
    }

    /// Those gone stay known while their nodes count, or their leases may be pushed by who comes back.
    mutating func forgetGone() {
        var kept: Set<TrainerID> = []
        for progress in [current, ahead].compactMap(\.self) {
            kept.formUnion(progress.leases.values.map(\.trainer))
            for bucket in progress.contributions { kept.formUnion(bucket.map(\.trainer)) }
        }
        membership.forgetGone(except: kept)
    }

    /// How long the training step that is over took.
    mutating func noteStepTime(at now: Duration) {
        guard let current, current.round.phase == .training, let startedAt = current.startedAt else { return }
        stepTime = now - startedAt
    }
}

extension RoundProgress {
    /// Gives up all active leases of a trainer: what it owes and nobody else does is pending from now.
    mutating func giveUpLeases(of trainer: TrainerID, for reason: Grant.Reason) {
        let given = activeLeases.filter { $0.trainer == trainer }
        for lease in given { end(lease.id, as: .givenUp) }
        for lease in given { release(lease.node.leaves, for: reason) }
    }
}
