internal import Reduction

extension LeaseEngine {
    /// A trainer joins.
    ///
    /// Leases that come of it are in `grants`. One that comes back is another member with the same name; what it
    /// computed under its old leases still counts.
    public mutating func join(name: String, at now: Duration) -> (trainer: TrainerID, grants: [Grant]) {
        let trainer = TrainerID(nextTrainer)
        nextTrainer += 1
        members[trainer] = MemberRecord(name: name)
        present.append(trainer)
        if present.count >= policy.minimumTrainers, !hasQuorum {
            hasQuorum = true
            current?.startedAt = now
        }
        return (trainer, grantPending(at: now))
    }

    /// A trainer leaves or is lost: what it still owes is leased again.
    public mutating func leave(_ trainer: TrainerID, at now: Duration) -> [Grant] {
        guard let name = members[trainer]?.name, present.contains(trainer) else { return [] }
        present.removeAll { $0 == trainer }
        members[trainer]?.isPresent = false
        giveUpLeases(of: trainer, for: .trainerLeft(name))
        return grantPending(at: now)
    }

    /// Gives up the leases of trainers that let a deadline pass.
    ///
    /// A late trainer stays a member, and what it pushes still counts if it comes first; it gets no further leases
    /// until it is heard of, as long as others are there. The last trainer that is not late is given more time.
    public mutating func tick(at now: Duration) -> [Grant] {
        for lease in current?.activeLeases ?? [] {
            guard current?.leases[lease.id]?.state == .active, let due = dueTime(of: lease), now > due else {
                continue
            }
            if present.contains(where: { $0 != lease.trainer && members[$0]?.isLate == false }) {
                giveUpLate(lease, at: now)
            } else {
                current?.leases[lease.id]?.grantedAt = now
            }
        }
        return grantPending(at: now)
    }

    private mutating func giveUpLate(_ lease: HeldLease, at now: Duration) {
        guard let name = members[lease.trainer]?.name, let current, let start = startTime(of: lease) else { return }
        members[lease.trainer]?.isLate = true
        members[lease.trainer]?.bound(current.round.phase, leafCount: lease.leaves.count, elapsed: now - start)
        giveUpLeases(of: lease.trainer, for: .deadlinePassed(name))
    }

    /// All of them first, then what was owed: a trainer may owe the same leaves twice.
    private mutating func giveUpLeases(of trainer: TrainerID, for reason: Grant.Reason) {
        current?.giveUpLeases(of: trainer, for: reason)
        ahead?.giveUpLeases(of: trainer, for: reason)
    }
}
