import Dashboard
import Foundation
import RunRecords
import Synchronization

/// Values for tests.
enum Samples {
    static let facts = RunFacts(
        name: "small", seed: 5, parameters: 8, trainingSamples: 10, evaluationSamples: 5, batch: 4, microBatch: 2,
        epochs: 2, stepsPerEpoch: 3, stepCount: 6, targetAccuracy: 0.5, dataset: String(repeating: "ab", count: 32))

    static func step(_ step: UInt64, loss: Double = 1, accuracy: Double = 0.5) -> StepRecord {
        StepRecord(
            step: step, samples: 4, loss: loss, accuracy: accuracy,
            seconds: PartSeconds(wait: 0.5, compute: 0.25, reduce: 0.125, send: 0.0625))
    }

    static func bucket(_ step: UInt64, loss: Double = 1) -> StepBucket {
        StepBucket(Self.step(step, loss: loss), time: Double(step))
    }

    static func snapshot(
        step: UInt64 = 1, waiting: String? = nil, elapsed: Double = 1, trainers: [TrainerStatus] = []
    ) -> RunSnapshot {
        RunSnapshot(
            step: step, phase: .training, waiting: waiting, stepsDone: step, samplesDone: step * 4, elapsed: elapsed,
            redone: RedoneWork(leasesIssued: 4, leasesReissued: 1), trainers: trainers)
    }

    static func trainer(
        _ name: String, _ activity: TrainerStatus.Activity, microBatches: UInt64 = 1, expelled: String? = nil
    ) -> TrainerStatus {
        TrainerStatus(
            name: name, activity: activity, speed: activity == .gone ? nil : 10.5,
            silentFor: activity == .gone ? nil : 0.5, joined: 1, steps: 1, microBatches: microBatches,
            redone: activity == .gone ? ["left": 3] : [:], refused: 0, expelled: expelled)
    }

    /// A journal of a run in the middle of its work, with everything that an answer can hold.
    static func journal(in folder: String, feed: LiveFeed = LiveFeed(process: "one")) -> RunJournal {
        let journal = RunJournal(feed: feed, now: { 1000 })
        journal.begin(facts, history: RunHistory(), resumedAt: nil, folder: folder)
        for step in 0..<3 as Range<UInt64> { journal.observe(.step(Self.step(step, loss: 2 - Double(step) / 4))) }
        journal.observe(.evaluation(EvaluationRecord(epoch: 0, step: 3, loss: 1.25, accuracy: 0.75)))
        journal.observe(.note(.joined, subject: "ada", step: 0, text: "ada joined", count: 1))
        journal.observe(.note(.lost, subject: "bob", step: 2, text: "bob was lost: reset by peer", count: 1))
        journal.observe(.note(.reissued, subject: "bob", step: 2, text: "leased again: bob left", count: 2))
        let trainers = [
            trainer("ada", .working, microBatches: 3), trainer("bob", .gone),
            trainer("eve", .gone, microBatches: 0, expelled: "it had another value"),
        ]
        journal.observe(.snapshot(snapshot(step: 3, trainers: trainers)))
        return journal
    }
}

/// A folder for one test, gone when nobody holds it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "dashboard-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func text(of name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
}
