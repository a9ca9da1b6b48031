internal import Foundation

/// One of four trainers is killed again and again, and started anew at once: what is left of the throughput.
///
/// The undisturbed run is measured in the second half of each interval, when the trainer is long back: so both are hit
/// by what else the machine does.
enum FrequentFaults {
    private static let pace = 100
    private static let trainers = 4
    private static let faults = 10
    private static let job = RecoveryJob(checkpointEvery: 20)

    /// Steps a second in whole intervals, and in their second halves; medians.
    private struct Rates {
        let disturbed: Double
        let undisturbed: Double
        /// Percent; the median over the intervals.
        let lost: Double
    }

    static func measure() throws -> [Figure] {
        let cluster = try Cluster(job, minimumTrainers: trainers)
        try cluster.start(count: trainers, pace: pace)
        try cluster.wait(commits: 20)
        let before = try cluster.rate(over: 20)
        let rarely = try rates(of: cluster, faultsEvery: 29)
        let often = try rates(of: cluster, faultsEvery: 10)
        let terms = "\(faults) times, a checkpoint every \(job.checkpointEvery) steps"
        return [
            Figure(
                name: "a trainer killed every 29 s, \(terms): throughput lost", unit: "%", ours: rarely.lost,
                yardstick: .limit(2)),
            Figure(
                name: "a trainer killed every 29 s, \(terms): a step", unit: "ms", ours: 1000 / rarely.disturbed,
                yardstick: .peer("undisturbed", 1000 / rarely.undisturbed)),
            Figure(
                name: "a trainer killed every 10 s, \(terms): a step", unit: "ms", ours: 1000 / often.disturbed,
                yardstick: .peer("undisturbed", 1000 / often.undisturbed)),
            Figure(
                name: "undisturbed between faults: a step", unit: "ms", ours: 1000 / rarely.undisturbed,
                yardstick: .peer("before the first fault", 1000 / before)),
        ]
    }

    /// Kills a trainer at the beginning of each interval.
    private static func rates(of cluster: Cluster, faultsEvery interval: Double) throws -> Rates {
        var begun: [Double] = []
        for fault in 0..<faults {
            let name = "trainer-\(fault % trainers + 1)"
            let before = cluster.orchestrator.lines.count
            let killedAt = try cluster.trainer(name).kill()
            begun.append(killedAt)
            try cluster.restart(name)
            let joined = try cluster.orchestrator.line("trainer joined", "trainer=\(name)", from: before)
            guard try joined.time() < killedAt + interval / 2 else {
                throw ClusterError("\(name) was not back in half of \(interval) s: nothing undisturbed to measure")
            }
            Progress.tell(
                "  fault \(fault + 1) of \(faults), every \(interval) s: \(name) is back after "
                    + "\(try joined.time() - killedAt) s")
            Thread.sleep(until: killedAt + interval)
        }
        _ = try cluster.nextCommit()
        return try rates(of: try cluster.commits(), begun: begun, interval: interval)
    }

    private static func rates(of commits: [Commit], begun: [Double], interval: Double) throws -> Rates {
        let pairs = begun.map { start in
            let middle = start + interval / 2
            let end = start + interval
            return (
                whole: (steps(of: commits, until: end) - steps(of: commits, until: start)) / interval,
                calm: (steps(of: commits, until: end) - steps(of: commits, until: middle)) / (interval / 2)
            )
        }
        for pair in pairs { Progress.tell("  steps/s: \(pair.whole) with a fault, \(pair.calm) without") }
        return Rates(
            disturbed: median(pairs.map(\.whole)), undisturbed: median(pairs.map(\.calm)),
            lost: median(pairs.map { 100 * (1 - $0.whole / $0.calm) }))
    }

    /// How many steps were committed until a moment, with the part of the one under way.
    private static func steps(of commits: [Commit], until moment: Double) -> Double {
        guard let next = commits.firstIndex(where: { $0.time > moment }), next > 0 else { return 0 }
        let (last, following) = (commits[next - 1], commits[next])
        return Double(last.step) + (moment - last.time) / (following.time - last.time)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
