internal import Foundation

/// One run on the digits: one trainer stays, and others come under ever new names and go again, by SIGTERM and by SIGKILL.
struct SoakRun {
    /// Milliseconds that a micro-batch takes at least.
    private static let pace = 100
    /// Seconds between two events: a trainer comes or goes.
    private static let interval = 5.0
    /// Seconds in which the services settle.
    private static let settling = 600.0
    /// Trainers that are there for every other round of events.
    private static let places = 3
    /// Steps of an epoch: the data has 1,437 samples.
    private static let epochSteps = 60
    /// About what a step takes with the trainers that are there, in seconds, evaluations included.
    private static let stepTime = 0.55
    private static let steady = "steady"

    let minutes: Double

    private var epochs: Int { max(2, Int(60 * minutes / Self.stepTime) / Self.epochSteps) }

    func measure() throws -> [Figure] {
        let disturbed = try disturbedRun()
        Progress.tell("  the same job undisturbed, on one trainer without a pace")
        let cluster = try self.cluster()
        try cluster.start(Self.steady, pace: nil, isTraced: false)
        try cluster.orchestrator.end(within: 60 * minutes + ServiceProcess.deadline)
        let undisturbed = try digest(of: cluster)
        Progress.tell("  SHA-256 disturbed \(disturbed.digest), undisturbed \(undisturbed)")
        return disturbed.figures + [
            Figure(
                name: "runs whose model is not that of the undisturbed run, of \(epochs * Self.epochSteps) steps",
                unit: "count", ours: disturbed.digest == undisturbed ? 0 : 1, yardstick: .limit(0))
        ]
    }

    private func disturbedRun() throws -> (figures: [Figure], digest: String) {
        let cluster = try cluster()
        try cluster.start(Self.steady, pace: Self.pace, isTraced: false)
        var guests = Guests(places: Self.places, pace: Self.pace)
        var history = UsageHistory(settlingCount: Int(Self.settling / Self.interval))
        let begun = Date().timeIntervalSince1970
        while cluster.orchestrator.isRunning {
            try guests.next(in: cluster)
            Thread.sleep(until: begun + Double(guests.eventCount) * Self.interval)
            guard cluster.orchestrator.isRunning else { break }
            let services = [
                "compute": cluster.compute, "orchestrator": cluster.orchestrator,
                "trainer": try cluster.trainer(Self.steady),
            ]
            for (name, process) in services {
                try process.requireRunning()
                history.add(try Usage(of: process.process), of: name)
            }
            if guests.eventCount % 12 == 0 {
                let step = try cluster.commits().last?.step ?? 0
                Progress.tell(
                    "  minute \(guests.eventCount / 12): step \(step) of \(epochs * Self.epochSteps), "
                        + "\(guests.startedCount) trainers came, \(guests.askedCount) were asked to go, "
                        + "\(guests.killedCount) killed")
            }
            guard Date().timeIntervalSince1970 - begun < 3 * 60 * minutes + ServiceProcess.deadline else {
                throw ClusterError("the run is not over after three times the time that it should take")
            }
        }
        try cluster.orchestrator.end(within: ServiceProcess.deadline)
        return (history.figures, try digest(of: cluster))
    }

    private func cluster() throws -> Cluster {
        let root = (0..<5).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
        return try Cluster(jobFile: job, minimumTrainers: 1, dataRoot: root.appending(path: "examples/data").path)
    }

    private func digest(of cluster: Cluster) throws -> String {
        struct Summary: Decodable { let sha256: String }
        let text = try Data(contentsOf: cluster.folder.appending(path: "summary.json"))
        return try JSONDecoder().decode(Summary.self, from: text).sha256
    }

    private var job: String {
        """
        name: soak
        seed: 5
        data:
          csv:
            training: digits/training.csv.gz
            evaluation: digits/evaluation.csv.gz
            header: false
            label: "64"
          standardisation: global
        model:
          mlp:
            hidden: [64]
        training:
          batch: 24
          microBatch: 2
          epochs: \(epochs)
          optimiser:
            adamW: {}
          schedule:
            rate: 0.0001
        checkpoint:
          everySteps: 100
          keep: 2
        """
    }
}
