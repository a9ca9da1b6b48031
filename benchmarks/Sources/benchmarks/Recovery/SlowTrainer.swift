internal import Foundation

/// One of four trainers is ten times as slow as the others: what that costs those.
enum SlowTrainer {
    private static let pace = 100
    private static let pairs = 3

    static func measure() throws -> [Figure] {
        let cluster = try Cluster(RecoveryJob(), minimumTrainers: 3)
        try cluster.start(count: 3, pace: pace)
        try cluster.wait(commits: 10)
        // In turns, so that what else the machine does hits both.
        let rates = try (0..<pairs).map { _ in
            let alone = try cluster.rate(over: 12)
            let slowed = try withSlowOne(in: cluster) { try cluster.rate(over: 24) }
            Progress.tell("  \(alone) steps/s without it, \(slowed) with it")
            return (alone: alone, slowed: slowed)
        }.sorted { $0.slowed / $0.alone < $1.slowed / $1.alone }
        let median = rates[pairs / 2]
        return [
            Figure(
                name: "one of four ten times as slow: throughput lost against the three fast ones alone", unit: "%",
                ours: 100 * (1 - median.slowed / median.alone), yardstick: .limit(15)),
            Figure(
                name: "one of four ten times as slow: a step", unit: "ms", ours: 1000 / median.slowed,
                yardstick: .peer("the three fast ones alone", 1000 / median.alone)),
        ]
    }

    private static func withSlowOne(in cluster: Cluster, _ body: () throws -> Double) throws -> Double {
        let before = cluster.orchestrator.lines.count
        try cluster.start("slow", pace: 10 * pace)
        try cluster.orchestrator.line("trainer joined", "trainer=slow", from: before)
        // The first steps in which it has leases tell that it is slow.
        try cluster.wait(commits: 5)
        let rate = try body()
        try cluster.trainer("slow").kill()
        try cluster.wait(commits: 5)
        return rate
    }
}
