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
        /// By leaf.
        let trainers: [String]
    }

    private struct Consumption: Decodable {
        let step: Int
        let leaf: Int
        let epoch: Int
        let samples: [Int]
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

    /// Checks that in each bucket of the steps below `steps`, every epoch has every sample below `samples` once, and
    /// that the ledger of what was consumed is the data set's.
    ///
    /// Throws the first flaw.
    func check(steps: Int, epochs: Int, samples: Int) throws {
        guard commits.keys.sorted() == Array(0..<steps) else {
            throw Flaw(description: "expected commits of \(steps) steps, found \(commits.keys.sorted())")
        }
        let buckets = commits[0]?.count ?? 0
        for bucket in 0..<buckets {
            var seen: [[Int]] = Array(repeating: [], count: epochs)
            for step in 0..<steps {
                for consumption in try consumptions(of: step, bucket: bucket) {
                    seen[consumption.epoch] += consumption.samples
                }
            }
            for (epoch, ids) in seen.enumerated() {
                guard ids.sorted() == Array(0..<samples) else {
                    throw Flaw(description: Self.difference(ids, samples, "bucket \(bucket), epoch \(epoch)"))
                }
                let ledger = Ledger.sum(epoch: UInt64(epoch), sampleIds: ids.map { UInt64($0) })
                guard ledger == Ledger.sum(epoch: UInt64(epoch), sampleIds: (0..<samples).map { UInt64($0) }) else {
                    throw Flaw(description: "bucket \(bucket), epoch \(epoch): the ledger differs")
                }
            }
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

    private static func difference(_ ids: [Int], _ samples: Int, _ place: String) -> String {
        let missing = Set(0..<samples).subtracting(ids).sorted()
        let counts = ids.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let double = counts.filter { $0.value > 1 }.keys.sorted()
        return "\(place): missing \(missing), more than once \(double)"
    }
}
