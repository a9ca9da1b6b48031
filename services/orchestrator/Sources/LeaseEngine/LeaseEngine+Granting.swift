internal import Reduction

extension LeaseEngine {
    /// Leases all that is pending, of the round under way first.
    mutating func grantPending(at now: Duration) -> [Grant] {
        guard hasQuorum, !present.isEmpty else { return [] }
        var grants: [Grant] = []
        if var progress = current {
            grants += grantPending(of: &progress, at: now)
            current = progress
        }
        if var progress = ahead {
            grants += grantPending(of: &progress, at: now)
            ahead = progress
        }
        return grants
    }

    private mutating func grantPending(of progress: inout RoundProgress, at now: Duration) -> [Grant] {
        let pending = progress.takePending()
        guard !pending.isEmpty else { return [] }
        let punctual = present.filter { members[$0]?.isLate == false }
        let trainers = punctual.isEmpty ? present : punctual
        let speeds = speeds(of: trainers, in: progress.round.phase)
        let workers = zip(trainers, speeds).map { trainer, speed in
            Division.Worker(load: progress.load(of: trainer), speed: speed ?? 1)
        }
        return Division.divide(pending.map(\.leaves), among: workers).map { piece in
            grant(
                piece.leaves, of: &progress, to: trainers[piece.worker], speed: speeds[piece.worker],
                for: pending[piece.run].reason, at: now)
        }
    }

    private mutating func grant(
        _ leaves: Leaves, of progress: inout RoundProgress, to trainer: TrainerID, speed: Double?,
        for reason: Grant.Reason, at now: Duration
    ) -> Grant {
        leasesIssued += 1
        members[trainer]?.leases += 1
        if reason != .firstTime { reissues[reason, default: 0] += 1 }
        let deadline = policy.deadline(leafCount: leaves.count, speed: speed)
        progress.leases[leasesIssued] = HeldLease(
            id: leasesIssued, trainer: trainer, leaves: leaves, deadline: deadline, grantedAt: now)
        return Grant(
            id: leasesIssued, trainer: trainer, round: progress.round, leaves: leaves, deadline: deadline,
            reason: reason)
    }

    /// Leaves a second of each; one that nothing is known of is taken for the mean of the others, nil where nothing is
    /// known of anybody.
    private func speeds(of trainers: [TrainerID], in phase: Round.Phase) -> [Double?] {
        let measured = trainers.map { members[$0]?.speeds[phase] }
        let known = measured.compactMap(\.self)
        let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        return measured.map { $0 ?? mean }
    }
}
