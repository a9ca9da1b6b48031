internal import Reduction

extension LeaseEngine {
    /// Decides what follows from all that has happened so far, and hands out everything that was decided.
    mutating func decide(at now: Duration) -> [Decision] {
        defer { decisions = [] }
        guard fault == nil else { return decisions }
        if membership.hasQuorum, current?.startedAt == nil { current?.startedAt = now }
        if membership.hasQuorum, !membership.live.isEmpty {
            grantPending(at: now)
            askWitnesses(at: now)
            helpStragglers(at: now)
            tryLeftOut(at: now)
        }
        closeAudits(at: now)
        if isRoundComplete, !hasAnnouncedCommit, let round, fault == nil {
            hasAnnouncedCommit = true
            decisions.append(.commit(round))
        }
        announceWaiting()
        return decisions
    }

    private mutating func announceWaiting() {
        let waiting = waiting
        guard waiting != announcedWaiting else { return }
        announcedWaiting = waiting
        decisions.append(waiting.map(Decision.wait) ?? .proceed)
    }

    mutating func fail(_ fault: Fault) {
        guard self.fault == nil else { return }
        self.fault = fault
        decisions.append(.fail(fault))
    }

    /// Leases all that is pending, of the round under way first.
    mutating func grantPending(at now: Duration) {
        if var progress = current, !progress.pending.isEmpty {
            current = nil
            grantPending(of: &progress, at: now)
            current = progress
        }
        if var progress = ahead, !progress.pending.isEmpty {
            ahead = nil
            grantPending(of: &progress, at: now)
            ahead = progress
        }
    }

    private mutating func grantPending(of progress: inout RoundProgress, at now: Duration) {
        let trainers = membership.punctual
        let speeds = speeds(of: trainers, in: progress.round.phase)
        let pending = progress.takePending()
        let workers = workers(trainers, speeds, in: progress)
        for piece in Division.divide(pending.map(\.leaves), among: workers) {
            let trainer = trainers[piece.worker]
            let nodes = AuditSelection.nodes(
                of: piece.leaves, leafCount: progress.leafCount, audited: progress.auditedLeaves)
            for node in nodes {
                grant(
                    node, of: &progress, to: trainer, speed: speeds[piece.worker], for: pending[piece.run].reason,
                    at: now)
            }
        }
    }

    func workers(_ trainers: [TrainerID], _ speeds: [Double?], in progress: RoundProgress?) -> [Division.Worker] {
        var loads: [TrainerID: Int] = [:]
        for lease in progress?.activeLeases ?? [] { loads[lease.trainer, default: 0] += lease.node.count }
        return zip(trainers, speeds).map { Division.Worker(load: loads[$0] ?? 0, speed: $1 ?? 1) }
    }

    mutating func grant(
        _ node: NodeInterval, of progress: inout RoundProgress, to trainer: TrainerID, speed: Double?,
        for reason: Grant.Reason, at now: Duration
    ) {
        let deadline = policy.deadline(leafCount: node.count, speed: speed)
        let grant = Grant(
            id: account.totals.leasesIssued + 1, trainer: trainer, round: progress.round, leaves: node.leaves,
            deadline: deadline, reason: reason)
        account.note(grant, for: membership.name(of: trainer))
        progress.add(
            HeldLease(
                id: grant.id, trainer: trainer, node: node, deadline: deadline, grantedAt: now,
                answered: BucketSet(bucketCount: progress.bucketCount)))
        decisions.append(.grant(grant))
    }

    /// Leaves a second of each, equal for those that aren't known to differ; one that nothing is known of is taken for the
    /// mean of the others, nil where nothing is known of anybody.
    func speeds(of trainers: [TrainerID], in phase: Round.Phase) -> [Double?] {
        let measured = trainers.map { membership.records[$0]?.pace[phase] }
        var evened = SpeedGroups.even(measured.compactMap(\.self))[...]
        let mean = evened.isEmpty ? nil : evened.reduce(0, +) / Double(evened.count)
        return measured.map { $0 == nil ? mean : evened.removeFirst() }
    }

    /// Divides a round anew that has just begun and was leased before its time, where speeds have changed or members
    /// have come so that it is worth while: what was begun already is computed and pushed for nothing.
    mutating func rebalance(at now: Duration) {
        guard let progress = current, !progress.isTouched, !progress.activeIDs.isEmpty, progress.pending.isEmpty else {
            return
        }
        let trainers = membership.punctual
        let speeds = speeds(of: trainers, in: progress.round.phase)
        guard !speeds.contains(nil) else { return }
        let workers = workers(trainers, speeds, in: progress)
        let present = workers.map { Double($0.load) / $0.speed }.max() ?? 0
        let idle = workers.map { Division.Worker(load: 0, speed: $0.speed) }
        let best = Division.expectedTime(of: [Leaves(0..<progress.leafCount)], among: idle)
        guard present > best * policy.rebalanceGain, present - best >= policy.helpFloor.inSeconds else { return }
        for lease in progress.activeLeases {
            current?.end(lease.id, as: .revoked)
            revoke(lease, of: progress.round, for: .rebalanced)
        }
        current?.release(Leaves(0..<progress.leafCount), for: .rebalanced)
    }
}
