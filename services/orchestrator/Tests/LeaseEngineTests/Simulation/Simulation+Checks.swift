import LeaseEngine
import Reduction

/// The invariants:
///
/// - each leaf of a committed round counts exactly once in each bucket, and no round is left early;
/// - its roots are finite, and those that one computer alone would find, unless a liar could not be found out;
/// - each audited leaf was said by two trainers, or counted as waived;
/// - only liars are expelled, and the run fails only where it must;
/// - a trainer that falls silent is noticed within two seconds;
/// - while a trainer is at work, something comes in within a bounded time;
/// - what is held stays within bounds, in memory and on the disk;
/// - the accounts add up.
extension Simulation {
    func checkRound(_ round: Round) throws {
        let leafCount = runPlan.leafCount(of: round)
        for bucket in trees.indices {
            guard counted[bucket].allSatisfy({ $0 == 1 }) else {
                throw SimulationFailure("leaves of bucket \(bucket) count \(counted[bucket]) times in \(state)")
            }
            guard let root = trees[bucket].root else { throw SimulationFailure("\(round) has no root") }
            guard root.isFinite else { throw SimulationFailure("bucket \(bucket) of \(round) is not finite") }
        }
        guard engine.isRoundComplete else { throw SimulationFailure("\(round) is left early") }
        guard !mayBeWrong else { return }
        for bucket in trees.indices {
            let alone = HashValue.node(0, leafCount) { self.leaf($0, of: round, bucket: bucket) }
            guard trees[bucket].root?.bits == alone.bits else {
                throw SimulationFailure("bucket \(bucket) has another root than without disturbance in \(state)")
            }
        }
    }

    /// Whether what a liar said of leaves that nobody else was asked about may count.
    private var mayBeWrong: Bool {
        let free = plan.lies.keys.filter { !report.expelled.contains(trainers[$0].name) }
        guard !free.isEmpty else { return false }
        return plan.policy.auditShare < 1 || engine.membership.live.count < 2
            || words.values.contains { $0.count < 2 }
    }

    mutating func checkAudits(of round: Round, waived: UInt64) throws {
        for tree in trees { if let root = tree.root { report.roots.append(root.bits) } }
        guard round.phase == .training else { return }
        let leaves = AuditSelection(share: plan.policy.auditShare, seed: plan.policy.auditSeed)
            .leaves(of: round.step, leafCount: runPlan.leafCount(of: round))
        let open = leaves.filter { words[$0, default: []].subtracting(report.expelled).count < 2 }
        guard open.count <= waived else {
            throw SimulationFailure("\(round): leaves \(open) had no second trainer, \(waived) audits were waived")
        }
    }

    mutating func checkNotice(_ change: MemberChange) throws {
        guard change.activity == .silent,
            let trainer = trainers.first(where: { $0.membership == change.trainer })
        else { return }
        report.slowestNotice = max(report.slowestNotice, now - trainer.lastArrival)
        guard now - trainer.lastArrival <= 2 else {
            throw SimulationFailure("\(change.name) was silent for \(now - trainer.lastArrival) s: \(change)")
        }
    }

    /// Whoever is connected and of whom nothing came for two seconds is known to be silent.
    func checkSilence() throws {
        for trainer in trainers where now - trainer.lastArrival > 2 {
            guard let member = trainer.membership, engine.membership.records[member]?.isSilent == false else {
                continue
            }
            throw SimulationFailure("\(trainer.name) is silent for \(now - trainer.lastArrival) s, and nobody noticed")
        }
    }

    mutating func checkProgress() throws {
        longestStall = max(longestStall, now - lastProgress)
        let mayGoOn =
            engine.waiting == nil && computeDownUntil <= now && trainers.contains { $0.isAtWork(at: now) }
        guard mayGoOn else {
            lastProgress = now
            return
        }
        let slowest = trainers.map(\.speed).min() ?? 1
        let leafCount = engine.round.map(runPlan.leafCount) ?? 0
        // A lease of all leaves that the slowest has alone, slowed down for 20 s on the way.
        guard now - lastProgress < 30 + 1.5 * Double(leafCount) / slowest else {
            throw SimulationFailure("the run hangs in \(state): \(engine.activities)")
        }
    }

    /// - A tree holds no two siblings, so at most half of its leaves, rounded up.
    /// - Two trainers at most are at any leaf, and those asked to compare.
    func checkMemory() throws {
        guard let round = engine.round else { return }
        for tree in trees where tree.nodes.count > (tree.leafCount + 1) / 2 {
            throw SimulationFailure("a tree of \(tree.leafCount) leaves holds \(tree.nodes.count) nodes")
        }
        let leafCount = runPlan.leafCount(of: round)
        let ahead = runPlan.round(after: round).map(runPlan.leafCount) ?? 0
        let leases = engine.knownLeaseCount - engine.activeLeaseCount
        guard leases <= 2 * (leafCount + ahead) + 128 else {
            throw SimulationFailure("\(leases) leases are known that are over")
        }
        let trainers = engine.trainers.count
        guard engine.activeLeaseCount <= (leafCount + ahead) * max(2, plan.policy.auditShare > 0 ? trainers : 2) else {
            throw SimulationFailure("\(engine.activeLeaseCount) leases are active for \(leafCount + ahead) leaves")
        }
        let gone = engine.membership.records.count - trainers
        guard gone <= engine.knownLeaseCount + trees.count * leafCount else {
            throw SimulationFailure("\(gone) members are known that are gone")
        }
    }

    /// What the schedule keeps is what is on the disk: the newest, and no more than it was told.
    func checkDisk() throws {
        guard !disk.isEmpty, disk == schedule.kept, disk.count <= 2 else {
            throw SimulationFailure("checkpoints \(disk) are on the disk, \(schedule.kept) are to be kept")
        }
    }

    mutating func end(with fault: Fault) throws {
        report.fault = fault
        switch fault {
        case .diverged(let step, _, let names):
            let isExpected = plan.notFinite?.step == step
            let liars = Set(plan.lies.filter { $0.value == .notFinite }.map { trainers[$0.key].name })
            guard isExpected || (!liars.isEmpty && liars.isSuperset(of: names)) else {
                throw SimulationFailure("\(fault)")
            }
        case .dispute(_, _, let names):
            guard
                names.contains(where: { name in
                    trainers.contains { $0.name == name && $0.lie != nil }
                })
            else { throw SimulationFailure("\(fault)") }
        }
    }

    /// What the engine says it did is what was seen, and the trainers' shares are all of it.
    mutating func collectAccount() throws {
        let account = engine.account
        let shares = account.shares.values
        try equal(account.totals.leasesIssued, grantCount, "leases")
        try equal(account.totals.pushesRefused, refusalCount, "refusals")
        try equal(account.steps, commitCount, "steps")
        try equal(shares.reduce(0) { $0 + $1.leases }, account.totals.leasesIssued, "trainers' leases")
        try equal(shares.reduce(0) { $0 + $1.revoked }, account.totals.leasesRevoked, "trainers' revocations")
        try equal(shares.reduce(0) { $0 + $1.microBatches }, account.microBatches, "trainers' micro-batches")
        for kind in Verdict.Refusal.Kind.allCases {
            try equal(
                shares.reduce(0) { $0 + ($1.refused[kind] ?? 0) }, account.totals.refused[kind] ?? 0,
                "refused as \(kind)")
        }
        report.refused += account.totals.pushesRefused
        report.leasesIssued += account.totals.leasesIssued
        report.leasesReissued += account.totals.leasesReissued
        report.leasesRevoked += account.totals.leasesRevoked
        report.auditsDone += account.totals.auditsDone
        report.auditsWaived += account.totals.auditsWaived
        report.roundsRedone += account.totals.roundsRedone
        for (name, share) in account.shares {
            report.microBatches[name, default: 0] += share.microBatches
            report.silences += share.silences
            for (kind, count) in share.redone { report.redone[kind, default: 0] += count }
        }
    }

    private func equal(_ left: UInt64, _ right: UInt64, _ what: String) throws {
        guard left == right else { throw SimulationFailure("\(what): \(left) are accounted for, not \(right)") }
    }
}
