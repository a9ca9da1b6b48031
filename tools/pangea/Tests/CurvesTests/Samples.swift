import Foundation
import RunRecords

/// Values for tests.
enum Samples {
    /// A run of so many steps, 10 an epoch, whose loss falls like 1 / (1 + step / 10).
    static func history(steps: UInt64, accuracy: Bool = true, factor: Double = 1) -> RunHistory {
        var history = RunHistory()
        for step in 0..<steps {
            let loss = factor / (1 + Double(step) / 10)
            let record = StepRecord(
                step: step, samples: 4, loss: loss, accuracy: accuracy ? 1 - loss / 2 : 0, seconds: PartSeconds())
            history.apply(.steps(StepBucket(record, time: Double(step))))
            guard step % 10 == 9 else { continue }
            let evaluation = EvaluationRecord(
                epoch: step / 10, step: step + 1, loss: loss * 1.1, accuracy: accuracy ? 0.9 : 0)
            history.apply(.evaluations(EvaluationBucket(evaluation, time: Double(step))))
        }
        return history
    }

    /// Runs `body` with a folder that has a history in the folder `run` inside it.
    static func withRun<Result>(
        _ history: RunHistory, _ body: (_ folder: String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "curves-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: "\(folder)/run", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var file = HistoryFile(folder: "\(folder)/run")
        try file.write(history)
        return try await body(folder)
    }
}
