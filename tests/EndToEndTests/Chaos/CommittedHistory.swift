import Foundation
import Reduction

/// Whose work the committed steps of a run are made of, joined with the samples that each trainer consumed for it.
///
/// Read from what the services write down when `PANGEA_TRACE` says so. A step that was committed again, because the
/// orchestrator was killed before a checkpoint held it, counts as it was committed last.
struct CommittedHistory {
    private struct Commit: Decodable {
        let step: Int
        let bucket: Int
        /// What the trainers said that they had consumed.
        let ledger: UInt64
        /// By leaf.
        let trainers: [String]
    }

    private struct Consumption: Decodable {
        let step: Int
        let leaf: Int
        let epoch: Int
        let samples: [Int]

        var ledger: UInt64 { Ledger.sum(epoch: UInt64(epoch), sampleIds: samples.map { UInt64($0) }) }
    }

    private struct Place: Hashable {
        let step: Int
        let leaf: Int
    }

    /// Something that the history has and shouldn't, or the other way round.
    struct Flaw: Error, CustomStringConvertible {
        let description: String
    }

    /// Steps that an orchestrator committed that an earlier one had committed.
    private(set) var committedAgain: Set<Int> = []
    private var commits: [Int: [Int: Commit]] = [:]
    private var consumed: [String: [Place: Consumption]] = [:]

    /// Where a service of a run writes down what it does.
    static func file(of service: String, in folder: TemporaryFolder) -> String { "\(folder.path)/\(service).trace" }

    /// Reads what a run's orchestrators and trainers wrote down.
    init(of trainers: [String], in folder: TemporaryFolder) throws {
        for commit in try Self.lines(Commit.self, of: Self.file(of: "orchestrator", in: folder)) {
            let before = commits[commit.step, default: [:]].updateValue(commit, forKey: commit.bucket)
            if before != nil { committedAgain.insert(commit.step) }
        }
        for trainer in trainers {
            let file = Self.file(of: trainer, in: folder)
            guard FileManager.default.fileExists(atPath: file) else { continue }
            for consumption in try Self.lines(Consumption.self, of: file) {
                let place = Place(step: consumption.step, leaf: consumption.leaf)
                if let before = consumed[trainer]?[place], before.samples != consumption.samples {
                    throw Flaw(description: "\(trainer) consumed other samples the second time for \(place)")
                }
                consumed[trainer, default: [:]][place] = consumption
            }
        }
    }

    private static func lines<Line: Decodable>(_ type: Line.Type, of file: String) throws -> [Line] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { line in
            try JSONDecoder().decode(type, from: Data(line.utf8))
        }
    }

    /// Checks that in each of `buckets` of the steps below `steps`, every epoch has every sample below `samples` once, and
    /// that each step's ledger is that of what was consumed.
    ///
    /// Throws the first flaw.
    func check(steps: Int, buckets: Int, epochs: Int, samples: Int) throws {
        guard commits.keys.sorted() == Array(0..<steps) else {
            throw Flaw(description: "expected commits of \(steps) steps, found \(commits.keys.sorted())")
        }
        for bucket in 0..<buckets {
            let consumptions = try (0..<steps).map { try self.consumptions(of: $0, bucket: bucket) }
            var seen: [[Int]] = Array(repeating: [], count: epochs)
            for consumption in consumptions.joined() { seen[consumption.epoch] += consumption.samples }
            for (epoch, ids) in seen.enumerated() where ids.sorted() != Array(0..<samples) {
                throw Flaw(description: Self.difference(ids, samples, "bucket \(bucket), epoch \(epoch)"))
            }
            for step in 0..<steps { try checkLedger(of: step, bucket: bucket, consumptions[step]) }
        }
    }

    private func consumptions(of step: Int, bucket: Int) throws -> [Consumption] {
        guard let commit = commits[step]?[bucket] else {
            throw Flaw(description: "step \(step): nothing was committed in bucket \(bucket)")
        }
        return try commit.trainers.enumerated().map { leaf, trainer in
            guard let consumption = consumed[trainer]?[Place(step: step, leaf: leaf)] else {
                throw Flaw(description: "step \(step): \(trainer) counts for leaf \(leaf) and never consumed it")
            }
            return consumption
        }
    }

    private func checkLedger(of step: Int, bucket: Int, _ consumptions: [Consumption]) throws {
        let committed = commits[step]?[bucket]?.ledger
        let consumed = consumptions.reduce(0) { $0 &+ $1.ledger }
        guard committed == consumed else {
            let found = committed.map { "\($0)" } ?? "none"
            throw Flaw(description: "step \(step), bucket \(bucket): expected the ledger \(consumed), found \(found)")
        }
    }

    private static func difference(_ ids: [Int], _ samples: Int, _ place: String) -> String {
        let missing = Set(0..<samples).subtracting(ids).sorted()
        let counts = ids.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let double = counts.filter { $0.value > 1 }.keys.sorted()
        return "\(place): missing \(missing), more than once \(double)"
    }
}
