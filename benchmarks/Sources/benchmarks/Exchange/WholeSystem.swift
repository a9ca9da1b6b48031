internal import Foundation

/// How fast the three services train together, beside one process that does the same arithmetic and nothing else.
enum WholeSystem {
    /// The two take turns so often; the medians count.
    private static let roundCount = 5
    private static let samples = 128
    private static let microBatches = 4
    /// An epoch of the jobs here has 469 steps, and an evaluation behind them.
    private static let stepCount = 400
    /// Steps in which shares find their size.
    private static let warmUp = 50

    static func measure() throws -> [Figure] {
        let bare = try BareLoop.worker()
        let wide = RecoveryJob(
            batch: samples, microBatch: samples / microBatches, epochs: 1, hidden: [1024, 1024],
            checkpointEvery: 1_000_000)
        return try figures("the default job", try defaultJob(), hidden: [256, 128], bare)
            + figures("784-1024-1024-10", wide.text, hidden: [1024, 1024], bare)
    }

    private static func figures(
        _ name: String, _ job: String, hidden: [Int], _ bare: WorkerProcess
    ) throws -> [Figure] {
        let work = BareLoop.Work(
            hidden: hidden, microBatch: samples / microBatches, microBatches: microBatches, steps: stepCount)
        var times: [String: [Double]] = [:]
        for _ in 0..<roundCount {
            times["bare", default: []].append(try bare.seconds("loop \(work.words)"))
            for trainers in [1, 2] {
                let time = try stepTime(of: job, trainers: trainers, steps: stepCount)
                times["\(trainers)", default: []].append(time)
            }
        }
        let medians = times.mapValues { $0.sorted()[roundCount / 2] / Double(samples) }
        return [1, 2].map { trainers in
            let (ours, loop) = (medians["\(trainers)"] ?? .nan, medians["bare"] ?? .nan)
            Progress.tell("  \(name), \(trainers): \(Int(1 / ours)) samples/s; bare loop: \(Int(1 / loop)) samples/s")
            return Figure(
                name: "system: a sample of \(name), \(trainers) trainer\(trainers == 1 ? "" : "s")", unit: "µs",
                ours: ours * 1e6, yardstick: .peer("one trainer's bare loop", loop * 1e6))
        }
    }

    /// What it costs that services prove who they are and that nothing was changed on its way: of the default job on two
    /// trainers, which sends as many bytes for as little work as any.
    static func measureProtection() throws -> [Figure] {
        let job = try defaultJob()
        var times: [Protection: [Double]] = [:]
        for _ in 0..<roundCount {
            for protection in Protection.allCases {
                let time = try stepTime(of: job, trainers: 2, steps: stepCount, protection)
                times[protection, default: []].append(time)
            }
        }
        let medians = times.mapValues { $0.sorted()[roundCount / 2] / Double(samples) }
        let bare = medians[.nothing] ?? .nan
        return [Protection.token, .certificates].map { protection in
            let ours = medians[protection] ?? .nan
            Progress.tell("  \(protection.rawValue): \(Int(1 / ours)) samples/s; without: \(Int(1 / bare)) samples/s")
            return Figure(
                name: "protection: a sample of the default job, with \(protection.rawValue)", unit: "µs",
                ours: ours * 1e6, yardstick: .peer("without", bare * 1e6))
        }
    }

    /// Seconds of a step of a whole run: the mean over so many, behind those in which shares find their size.
    static func stepTime(
        of job: String, trainers: Int, steps: Int, _ protection: Protection = .nothing
    ) throws -> Double {
        let cluster = try Cluster(jobFile: job, minimumTrainers: trainers, protection: protection)
        try cluster.start(count: trainers, pace: nil, isTraced: false)
        let log = cluster.orchestrator
        let first = try Commit(try log.line("step committed", " step=\(warmUp)"))
        let last = try Commit(try log.line("step committed", " step=\(warmUp + steps)"))
        try require(last.step - first.step, steps)
        return (last.time - first.time) / Double(steps)
    }

    /// `examples/fashion-mnist.yaml`.
    private static func defaultJob() throws -> String {
        let root = (0..<5).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
        let text = try String(contentsOf: root.appending(path: "examples/fashion-mnist.yaml"), encoding: .utf8)
        for line in ["batch: \(samples)", "microBatch: \(samples / microBatches)", "hidden: [256, 128]"] {
            guard text.contains(line) else { throw Benchmark.WrongValue("the default job has no \"\(line)\"") }
        }
        return text
    }
}
