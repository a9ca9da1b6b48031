/// What many simulated runs came to.
struct SimulationTally: CustomStringConvertible {
    private var runs = 0
    private var total = SimulationReport()
    private var faults = 0
    private var expulsions = 0
    private let begun = ContinuousClock.now

    mutating func add(_ report: SimulationReport) {
        runs += 1
        total.steps += report.steps
        total.evaluations += report.evaluations
        total.trainers += report.trainers
        total.deaths += report.deaths
        total.drops += report.drops
        total.orchestratorRestarts += report.orchestratorRestarts
        total.silences += report.silences
        total.leasesIssued += report.leasesIssued
        total.leasesReissued += report.leasesReissued
        total.leasesRevoked += report.leasesRevoked
        total.trials += report.trials
        total.refused += report.refused
        total.duplicatesCompared += report.duplicatesCompared
        total.auditsDone += report.auditsDone
        total.auditsWaived += report.auditsWaived
        total.roundsRedone += report.roundsRedone
        total.seconds += report.seconds
        total.slowestNotice = max(total.slowestNotice, report.slowestNotice)
        total.longestStall = max(total.longestStall, report.longestStall)
        expulsions += report.expelled.count
        if report.fault != nil { faults += 1 }
        for (kind, count) in report.redone { total.redone[kind, default: 0] += count }
    }

    /// Whether all that there are checks for has happened.
    var isVaried: Bool {
        [
            total.deaths, total.drops, total.orchestratorRestarts, total.duplicatesCompared, total.trials, expulsions,
            faults,
        ].allSatisfy { $0 > 0 }
            && [total.silences, total.refused, total.leasesRevoked, total.auditsDone, total.auditsWaived]
                .allSatisfy { $0 > 0 }
            && total.redone.count == 6 && total.roundsRedone > 0
    }

    var description: String {
        let redone = total.redone.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key)" }
        let milliseconds = Int((ContinuousClock.now - begun) / .milliseconds(1))
        return "\(runs) runs, \(total.steps) steps, \(total.trainers) trainers, \(Int(total.seconds)) s simulated in "
            + "\(milliseconds) ms; \(total.deaths) deaths, \(total.drops) leases dropped, \(total.orchestratorRestarts) orchestrator restarts, "
            + "\(total.silences) silences, \(total.leasesIssued) leases, \(total.leasesReissued) reissued, "
            + "\(total.leasesRevoked) revoked, \(total.trials) trials, \(total.refused) refusals, \(total.duplicatesCompared) twins compared, "
            + "\(total.auditsDone) audits, \(total.auditsWaived) waived, \(total.roundsRedone) rounds redone, "
            + "\(expulsions) expelled, \(faults) faults, slowest notice \(total.slowestNotice) s, longest stall \(Int(total.longestStall)) s; leaves redone: "
            + redone.joined(separator: ", ")
    }
}
