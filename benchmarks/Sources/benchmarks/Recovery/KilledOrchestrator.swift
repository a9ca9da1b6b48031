internal import Foundation

/// An orchestrator that ends by SIGKILL and is started again: how soon it trains, and what it computes again.
enum KilledOrchestrator {
    private static let pace = 100
    private static let job = RecoveryJob(checkpointEvery: 10)
    /// Steps behind a checkpoint at which it is killed.
    private static let moments = [2, 5, 9]

    static func measure() throws -> [Figure] {
        let cluster = try Cluster(job, minimumTrainers: 4)
        try cluster.start(count: 4, pace: pace)
        var slowest = 0.0
        var computedAgain = 0
        var sinceCheckpoint = 0
        for moment in moments {
            try cluster.orchestrator.line("checkpoint written", from: cluster.orchestrator.lines.count)
            try cluster.wait(commits: moment)
            let killed = cluster.orchestrator
            killed.kill()
            let committed = (try cluster.commits().last?.step ?? 0) + 1
            let written = try killed.lines.last { $0.text.contains("checkpoint written") }?.field("step")
            let checkpoint = written.flatMap { Int($0) } ?? 0
            try cluster.restartOrchestrator()
            let first = try Commit(cluster.orchestrator.line("step committed"))
            let resumedAt = Int(try cluster.orchestrator.line("resuming").field("step")) ?? 0
            let seconds = first.time - cluster.orchestrator.startedAt
            Progress.tell(
                "  killed after step \(committed), checkpoint of \(checkpoint), resumed at \(resumedAt), first commit "
                    + "\(seconds) s after its start")
            slowest = max(slowest, seconds)
            computedAgain += committed - resumedAt
            sinceCheckpoint += committed - checkpoint
        }
        return [
            Figure(
                name: "killed orchestrator: from its start until the first step is committed, slowest of "
                    + "\(moments.count)", unit: "ms", ours: slowest * 1000, yardstick: .limit(5000)),
            Figure(
                name: "killed orchestrator: steps computed again, of \(moments.count) kills, a checkpoint every "
                    + "\(job.checkpointEvery) steps", unit: "count", ours: Double(computedAgain),
                yardstick: .limit(Double(sinceCheckpoint))),
        ]
    }
}
