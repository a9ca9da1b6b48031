internal import Foundation

/// Trainers that end by SIGKILL in the middle of a step: how soon the step is complete, and what is computed again.
enum KilledTrainer {
    private static let pace = 250
    private static let victims = [("trainer-2", 0.2), ("trainer-3", 0.5), ("trainer-4", 0.8)]

    private struct Kill: Hashable {
        let trainer: String
        let step: Int
    }

    static func measure() throws -> [Figure] {
        let job = RecoveryJob(batch: 1200, microBatch: 100, epochs: 1)
        let cluster = try Cluster(job, minimumTrainers: 4)
        try cluster.start(count: 4, pace: pace)
        let own = try cluster.stepTime(over: 5)
        var kills: Set<Kill> = []
        var slowest = 0.0
        for (name, part) in victims {
            let begun = try cluster.nextCommit()
            Thread.sleep(until: begun.time + part * own)
            let killedAt = try cluster.trainer(name).kill()
            let next = try cluster.commit(after: killedAt)
            Progress.tell("  \(name) killed in step \(next.step), complete \(next.time - killedAt) s later")
            slowest = max(slowest, next.time - killedAt)
            kills.insert(Kill(trainer: name, step: next.step))
            let before = cluster.orchestrator.lines.count
            try cluster.restart(name)
            try cluster.orchestrator.line("trainer joined", "trainer=\(name)", from: before)
            try cluster.wait(commits: 4)
        }
        try cluster.orchestrator.end(within: 300)
        return try figures(of: cluster, job: job, kills: kills, slowest: slowest, own: own)
    }

    private static func figures(
        of cluster: Cluster, job: RecoveryJob, kills: Set<Kill>, slowest: Double, own: Double
    ) throws -> [Figure] {
        let again = try computedAgain(in: cluster, after: kills)
        let owed = Double(job.leafCount / 4 * kills.count)
        return [
            Figure(
                name: "killed trainer: from SIGKILL until the step under way is complete, slowest of \(kills.count)",
                unit: "ms", ours: slowest * 1000, yardstick: .limit(500 + own * 1000)),
            Figure(
                name:
                    "killed trainer: micro-batches of that step computed again, its own",
                unit: "count", ours: Double(again.own), yardstick: .limit(owed)),
            Figure(
                name: "killed trainer: micro-batches of that step computed again, others'", unit: "count",
                ours: Double(again.others), yardstick: .limit(0)),
            Figure(
                name: "killed trainer: micro-batches of that step and the next leased again, as the summary has it",
                unit: "count", ours: Double(try leasedAgain(in: cluster)), yardstick: .limit(2 * owed)),
        ]
    }

    private struct Computed: Decodable, Hashable {
        let step: Int
        let leaf: Int
    }

    /// What trainers computed more than once of the steps in which one was killed, as they wrote it down: what that one
    /// had computed too, and else.
    private static func computedAgain(in cluster: Cluster, after kills: Set<Kill>) throws -> (own: Int, others: Int) {
        let steps = Set(kills.map(\.step))
        var computers: [Computed: [String]] = [:]
        for trainer in cluster.trainers.keys {
            let text = try String(contentsOf: cluster.traceFile(of: trainer), encoding: .utf8)
            for line in text.split(separator: "\n") {
                let computed = try JSONDecoder().decode(Computed.self, from: Data(line.utf8))
                if steps.contains(computed.step) { computers[computed, default: []].append(trainer) }
            }
        }
        let again = computers.filter { $0.value.count > 1 }
        let own = again.filter { computed, trainers in
            trainers.count == 2 && trainers.contains { kills.contains(Kill(trainer: $0, step: computed.step)) }
        }
        return (own.count, again.count - own.count)
    }

    private struct Summary: Decodable {
        struct Share: Decodable { let redone: [String: Int] }
        let shares: [Share]
    }

    /// Micro-batches that were leased again because their trainer had left.
    private static func leasedAgain(in cluster: Cluster) throws -> Int {
        let file = cluster.folder.appending(path: "summary.json")
        let summary = try JSONDecoder().decode(Summary.self, from: Data(contentsOf: file))
        return summary.shares.reduce(0) { $0 + ($1.redone["left"] ?? 0) }
    }
}
