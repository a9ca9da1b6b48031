public import Reduction

extension LeaseEngine {
    /// Someone joins under a name.
    ///
    /// One that comes back is another member with the same name; what it computed under its old leases still counts. A
    /// name that was expelled is refused.
    public mutating func join(
        name: String, at now: Duration
    ) -> (admittance: Membership.Admittance, decisions: [Decision]) {
        let admittance = membership.join(name: name, at: now)
        guard case .member = admittance else { return (admittance, []) }
        account.noteJoin(of: name)
        forgetGone()
        return (admittance, decide(at: now))
    }

    /// A trainer leaves or is lost: what it still owes is leased again.
    public mutating func leave(_ trainer: TrainerID, at now: Duration) -> [Decision] {
        guard membership.leave(trainer) else { return [] }
        account.noteDeparture(of: membership.name(of: trainer))
        giveUpLeases(of: trainer, for: .trainerLeft(membership.name(of: trainer)))
        return decide(at: now)
    }

    /// Something came from a trainer: a heartbeat, or any other frame.
    public mutating func heard(from trainer: TrainerID, at now: Duration) -> [Decision] {
        guard noteHeard(trainer, at: now) else { return [] }
        return decide(at: now)
    }

    /// Time has passed: to be called every tenth of a second or so.
    ///
    /// Members that nothing was heard of for too long are silent, those that let a deadline pass are late: both keep
    /// what they are, and lose what they owe. What a late one pushes still counts if it comes first.
    public mutating func tick(at now: Duration) -> [Decision] {
        let limit = policy.silence(stepTime: stepTime)
        for trainer in membership.noteSilence(at: now, limit: limit) { noteSilent(trainer, at: now) }
        for trainer in membership.present { noteLateness(of: trainer, at: now) }
        return decide(at: now)
    }

    /// A trainer pushes the value of a node in one bucket; for an evaluation the bucket is 0.
    ///
    /// Any numbers may come. A node counts if it is that of a lease of the round under way that the sender was given,
    /// also if that one is over since, or was given to a member of the same name that is gone or silent, and if none of
    /// its leaves is covered. `fingerprint` is asked for only where the value is to be compared.
    public mutating func offer(
        _ leaves: Leaves, bucket: Int, of round: Round, lease id: UInt64, from trainer: TrainerID, at now: Duration,
        fingerprint: () -> Fingerprint?
    ) -> (verdict: Verdict, decisions: [Decision]) {
        guard membership.records[trainer]?.isPresent == true else {
            return (refuse(.noMember, from: trainer), [])
        }
        _ = noteHeard(trainer, at: now)
        notePunctual(trainer, at: now)
        if noteTrial(id, leaves, bucket: bucket, of: round, from: trainer, at: now) {
            return (.measured, decide(at: now))
        }
        if let refusal = refusal(of: leaves, bucket: bucket, round: round, lease: id, from: trainer) {
            noteAnswer(id, from: trainer, at: now)
            return (refuse(refusal, from: trainer), decide(at: now))
        }
        guard let lease = current?.leases[id] else { return (refuse(.noLease(id), from: trainer), decide(at: now)) }
        let verdict = take(lease, bucket: bucket, from: trainer, at: now, fingerprint: fingerprint)
        return (verdict, decide(at: now))
    }

    /// Someone else has found that a push can't count: of another lineage, with too many numbers, or without credit.
    public mutating func refuse(_ refusal: Verdict.Refusal, from trainer: TrainerID) -> Verdict {
        account.note(refusal, of: membership.records[trainer]?.name ?? RunAccount.others)
        return .refused(refusal)
    }

    /// The round under way is complete and its result committed: the next one begins, and its parameters are there.
    ///
    /// ``round`` is nil afterwards when that was all. It is our own mistake to call this before ``isRoundComplete``: no
    /// step commits early.
    public mutating func advance(at now: Duration) -> [Decision] {
        precondition(isRoundComplete, "LeaseEngine: a round may only be left when it is complete")
        closeAccount()
        noteStepTime(at: now)
        hasAnnouncedCommit = false
        guard let finished = current?.round, let next = plan.round(after: finished) else {
            current = nil
            ahead = nil
            return decide(at: now)
        }
        current = ahead ?? progress(of: next)
        if membership.hasQuorum { current?.startedAt = now }
        ahead = lookahead(behind: next)
        forgetGone()
        rebalance(at: now)
        return decide(at: now)
    }

    /// The round under way is complete, but its sum is not finite in one bucket.
    ///
    /// `suspects` are the accepted nodes that are not finite in that bucket, where the caller can tell: each is asked of
    /// a second trainer. Where it can't, the round is redone with each node by two trainers. Either way the run ends as
    /// diverged when they agree, and otherwise the one that is wrong is expelled and the round redone.
    public mutating func sumIsNotFinite(
        in bucket: Int, suspects: [(leaves: Leaves, fingerprint: Fingerprint)], at now: Duration
    ) -> [Decision] {
        precondition(isRoundComplete, "LeaseEngine: only a complete round has a sum")
        guard let round, round.phase == .training else { return [] }
        hasAnnouncedCommit = false
        if current?.isCareful == true {
            fail(.diverged(step: round.step, bucket: bucket, confirmedBy: contributorNames(bucket: bucket)))
        } else if !doubt(suspects, bucket: bucket) {
            redoCarefully(because: .notFinite(bucket: bucket))
        }
        return decide(at: now)
    }

    /// Two values of one node that are held differ: the round is redone with each node by two trainers.
    public mutating func dispute(
        _ leaves: Leaves, bucket: Int, from trainer: TrainerID, at now: Duration
    ) -> [Decision] {
        guard current != nil else { return [] }
        let names = Set(contributors(to: leaves, bucket: bucket) + [trainer]).sorted().map(membership.name)
        redoCarefully(because: .disputed(leaves, names))
        return decide(at: now)
    }
}
