internal import Reduction

extension LeaseEngine {
    /// Gives idle trainers what slow ones have not begun with, or are at, where that makes the round end sooner.
    mutating func helpStragglers(at now: Duration) {
        guard let progress = current, progress.startedAt != nil, progress.pending.isEmpty,
            !progress.activeIDs.isEmpty
        else { return }
        let busy = Set(progress.activeLeases.map(\.trainer))
        let idle = membership.punctual.filter { trainer in
            !busy.contains(trainer) && membership.records[trainer]?.unanswered == nil
        }
        guard !idle.isEmpty else { return }
        let trainers = membership.live
        let speeds = speeds(of: trainers, in: progress.round.phase)
        let known = zip(trainers, speeds).reduce(into: [TrainerID: Double]()) { $0[$1.0] = $1.1 }
        let helpers = idle.compactMap { trainer in
            known[trainer].map { StragglerPolicy.Helper(trainer: trainer, speed: $0) }
        }
        let help = StragglerPolicy(margin: policy.helpMargin, floor: policy.helpFloor.inSeconds)
            .help(outlook(of: progress, speeds: known, at: now), by: helpers)
        for step in help { apply(step, at: now) }
    }

    /// What each active lease is expected to take yet.
    private func outlook(
        of progress: RoundProgress, speeds: [TrainerID: Double], at now: Duration
    ) -> [StragglerPolicy.Outlook] {
        var ends: [TrainerID: Double] = [:]
        let now = now.inSeconds
        let leases = progress.activeLeases
        return leases.compactMap { lease in
            guard let speed = speeds[lease.trainer], let start = startTime(of: lease) else { return nil }
            let work = Double(lease.node.count) / speed
            let isBegun = ends[lease.trainer] == nil
            var end = (ends[lease.trainer] ?? start.inSeconds) + work
            // Who is overdue by so long is expected to need as long again.
            if end < now { end = now + (now - end) }
            ends[lease.trainer] = end
            return StragglerPolicy.Outlook(
                lease: lease.id, trainer: lease.trainer, leaves: lease.node.leaves, isBegun: isBegun,
                isAnswered: lease.answered.count > 0 || progress.covers(lease.node.leaves), secondsLeft: end - now)
        }
    }

    private mutating func apply(_ help: StragglerPolicy.Help, at now: Duration) {
        guard var progress = current, let lease = progress.leases[help.lease] else { return }
        current = nil
        let name = membership.name(of: lease.trainer)
        var reason = Grant.Reason.duplicated(name)
        if help.takesOver {
            reason = .takenOver(name)
            progress.end(lease.id, as: .revoked)
            revoke(lease, of: progress.round, for: .takenOver)
        }
        let speeds = speeds(of: help.shares.map(\.trainer), in: progress.round.phase)
        for (share, speed) in zip(help.shares, speeds) {
            let nodes = AuditSelection.nodes(
                of: share.leaves, leafCount: progress.leafCount, audited: progress.auditedLeaves)
            for node in nodes {
                grant(node, of: &progress, to: share.trainer, speed: speed, for: reason, at: now)
            }
        }
        current = progress
    }
}
