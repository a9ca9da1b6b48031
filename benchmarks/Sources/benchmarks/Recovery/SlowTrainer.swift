internal import Foundation

/// One of four trainers is ten times as slow as the others: what that costs those.
enum SlowTrainer {
    private static let pace = 50

    static func measure() throws -> [Figure] {
        let cluster = try Cluster(RecoveryJob(), minimumTrainers: 3)
        try cluster.start(count: 3, pace: pace)
        try cluster.wait(commits: 5)
        let before = try cluster.rate(over: 25)
        try cluster.start("slow", pace: 10 * pace)
        try cluster.orchestrator.line("trainer joined", "trainer=slow")
        // The first step in which it has leases tells that it is slow.
        try cluster.wait(commits: 5)
        let slowed = try cluster.rate(over: 40)
        try cluster.trainer("slow").kill()
        try cluster.wait(commits: 5)
        let after = try cluster.rate(over: 25)
        let alone = (before + after) / 2
        Progress.tell("  \(before) and \(after) steps/s without it, \(slowed) with it")
        return [
            Figure(
                name: "one of four ten times as slow: throughput lost against the three fast ones alone", unit: "%",
                ours: 100 * (1 - slowed / alone), yardstick: .limit(15)),
            Figure(
                name: "one of four ten times as slow: a step", unit: "ms", ours: 1000 / slowed,
                yardstick: .peer("the three fast ones alone", 1000 / alone)),
        ]
    }
}
