internal import Foundation

/// Trainers that compute for seconds without a pause: nobody may take them for silent.
enum BusyTrainer {
    /// One micro-batch of these is a matter of seconds.
    private static let job = RecoveryJob(
        batch: 30_000, microBatch: 15_000, epochs: 1, hidden: [2048, 2048], checkpointEvery: 1000)
    /// Below this nothing would be shown.
    private static let shortest = 3.0

    static func measure() throws -> [Figure] {
        let cluster = try Cluster(job, minimumTrainers: 2)
        try cluster.start(count: 2, pace: nil)
        // On a busy machine a micro-batch is a matter of minutes.
        try cluster.orchestrator.end(within: 600)
        let times = try cluster.commits().map(\.time)
        // The fastest step: no evaluation in it, and each trainer computed one micro-batch.
        let shortestStep = zip(times, times.dropFirst()).map { $1 - $0 }.min() ?? 0
        guard shortestStep > shortest else {
            throw ClusterError("a micro-batch took \(shortestStep) s only: too short to be taken for silence")
        }
        let words = ["is silent", "is late", "trainer left"]
        let accused = cluster.orchestrator.lines.filter { line in
            line.text.contains(" warning ") && words.contains(where: line.text.contains)
        }
        for line in accused { Progress.tell("  \(line.text)") }
        return [
            Figure(
                name: "busy trainers: times that one was taken for silent, late or lost", unit: "count",
                ours: Double(accused.count), yardstick: .limit(0)),
            Figure(
                name: "busy trainers: shortest step, one micro-batch each without a pause", unit: "ms",
                ours: shortestStep * 1000, yardstick: .peer("the longest silence that is borne", 1500)),
        ]
    }
}
