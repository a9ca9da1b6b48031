internal import Foundation

/// One of four trainers is killed again and again, and started anew at once: what is left of the throughput.
enum FrequentFaults {
    private static let pace = 50
    private static let trainers = 4
    private static let faults = 10
    private static let job = RecoveryJob(checkpointEvery: 20)
    /// Seconds for which the undisturbed run is measured, each time.
    private static let calm = 40.0

    static func measure() throws -> [Figure] {
        let cluster = try Cluster(job, minimumTrainers: trainers)
        try cluster.start(count: trainers, pace: pace)
        try cluster.wait(commits: 5)
        // Taken in turns, so that what else the machine does hits all of it.
        var undisturbed = [try cluster.rate(over: calm)]
        let rarely = try rate(of: cluster, faultsEvery: 29)
        undisturbed.append(try cluster.rate(over: calm))
        let often = try rate(of: cluster, faultsEvery: 10)
        undisturbed.append(try cluster.rate(over: calm))
        Progress.tell("  steps/s: undisturbed \(undisturbed), every 29 s \(rarely), every 10 s \(often)")
        let mean = undisturbed.reduce(0, +) / Double(undisturbed.count)
        let terms = "\(faults) of them, a checkpoint every \(job.checkpointEvery) steps"
        return [
            Figure(
                name: "a trainer killed every 29 s, \(terms): throughput lost", unit: "%",
                ours: 100 * (1 - rarely / mean), yardstick: .limit(2)),
            Figure(
                name: "a trainer killed every 29 s, \(terms): a step", unit: "ms", ours: 1000 / rarely,
                yardstick: .peer("undisturbed", 1000 / mean)),
            Figure(
                name: "a trainer killed every 10 s, \(terms): a step", unit: "ms", ours: 1000 / often,
                yardstick: .peer("undisturbed", 1000 / mean)),
        ]
    }

    /// Steps a second while a trainer is killed in the middle of each interval.
    private static func rate(of cluster: Cluster, faultsEvery interval: Double) throws -> Double {
        try cluster.rate(over: interval * Double(faults)) { begun in
            for fault in 0..<faults {
                Thread.sleep(until: begun + interval * (Double(fault) + 0.5))
                let name = "trainer-\(fault % trainers + 1)"
                let before = cluster.orchestrator.lines.count
                let killedAt = try cluster.trainer(name).kill()
                try cluster.restart(name)
                let joined = try cluster.orchestrator.line("trainer joined", "trainer=\(name)", from: before)
                Progress.tell(
                    "  fault \(fault + 1) of \(faults), every \(interval) s: \(name) is back after "
                        + "\(try joined.time() - killedAt) s")
            }
        }
    }
}
