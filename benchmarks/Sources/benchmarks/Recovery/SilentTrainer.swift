internal import Foundation

/// Trainers that say nothing any more without ending: how soon the orchestrator's log names them.
enum SilentTrainer {
    private static let pace = 100
    private static let repetitions = 5
    /// Apart from how long it takes to notice.
    private static let limit = 2.0

    /// One is stopped by SIGSTOP.
    static func measureFrozen() throws -> [Figure] {
        let cluster = try Cluster(RecoveryJob(), minimumTrainers: 4)
        try cluster.start(count: 4, pace: pace)
        let trainer = try cluster.trainer("trainer-4")
        return try measure(
            "frozen", in: cluster, silence: { trainer.signal(SIGSTOP) }, release: { trainer.signal(SIGCONT) })
    }

    /// Of one's packets none come through, either way.
    static func measurePartitioned() throws -> [Figure] {
        let cluster = try Cluster(RecoveryJob(), minimumTrainers: 4)
        let proxy = try StallingProxy(to: cluster.orchestratorAddress)
        defer { proxy.close() }
        try cluster.start(count: 3, pace: pace)
        try cluster.start("trainer-4", pace: pace, orchestrator: proxy.address)
        return try measure(
            "partitioned", in: cluster, silence: { proxy.isStalled = true }, release: { proxy.isStalled = false })
    }

    private static func measure(
        _ kind: String, in cluster: Cluster, silence: () -> Void, release: () -> Void
    ) throws -> [Figure] {
        let own = try cluster.stepTime(over: 5)
        var notice = 0.0
        var stall = 0.0
        for repetition in 0..<repetitions {
            let begun = try cluster.nextCommit()
            Thread.sleep(until: begun.time + own * Double(repetition) / Double(repetitions))
            let before = cluster.orchestrator.lines.count
            let silentAt = Date().timeIntervalSince1970
            silence()
            let line = try cluster.orchestrator.line("trainer-4 is silent", from: before)
            notice = max(notice, try line.time() - silentAt)
            _ = try cluster.nextCommit()
            stall = max(stall, try longestStep(in: cluster, after: silentAt))
            Progress.tell("  named after \(try line.time() - silentAt) s, longest step \(stall) s")
            let silent = cluster.orchestrator.lines.count
            release()
            try cluster.orchestrator.line("trainer-4 is heard of again", from: silent)
            try cluster.wait(commits: 5)
        }
        return [
            Figure(
                name: "\(kind) trainer: until the log names it, slowest of \(repetitions)", unit: "ms",
                ours: notice * 1000, yardstick: .limit(limit * 1000)),
            Figure(
                name: "\(kind) trainer: longest step while it is", unit: "ms", ours: stall * 1000,
                yardstick: .peer("an undisturbed step", own * 1000)),
        ]
    }

    private static func longestStep(in cluster: Cluster, after moment: Double) throws -> Double {
        let times = try cluster.commits().map(\.time)
        return zip(times, times.dropFirst()).filter { $1 > moment }.map { $1 - $0 }.max() ?? 0
    }
}
