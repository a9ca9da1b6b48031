internal import Foundation
package import RunRecords

/// What is drawn of a run: the means of its training steps and its evaluations, with the least and the greatest.
package struct RunCurves: Sendable {
    /// The most points of a curve: more than a picture's width can show.
    package static let mostPoints = 240

    /// What the run is called in the picture.
    package let name: String
    /// Neighbouring training steps.
    package let training: [StepBucket]
    /// Evaluations, by the committed steps at their time.
    package let evaluations: [EvaluationBucket]

    /// The curves of a history.
    package init(name: String, history: RunHistory) {
        self.name = name
        var series = BoundedSeries<StepBucket>(capacity: Self.mostPoints)
        for bucket in history.steps.buckets { series.append(bucket) }
        training = series.buckets
        evaluations = history.evaluations.buckets
    }

    /// Committed steps.
    package var stepCount: UInt64 {
        max(training.last?.range.upperBound ?? 0, evaluations.last?.step ?? 0)
    }

    /// Steps of an epoch; nil where none was evaluated.
    package var stepsPerEpoch: Double? {
        evaluations.last.map { Double($0.step) / Double($0.range.upperBound) }
    }

    /// Whether the model's predictions are right or wrong: of one that says numbers every accuracy is 0.
    package var hasAccuracy: Bool {
        (training.map(\.accuracy) + evaluations.map(\.accuracy)).contains { $0.greatest > 0 }
    }
}

extension RunCurves {
    /// Reads the history in a run directory, or in the folder `run` inside it, which `make run` leaves; `path` may be that
    /// of the history itself.
    ///
    /// Returns what is wrong with it too, where its end is torn. Throws a `CurveError` where there is nothing to draw.
    package static func read(_ path: String, name: String) throws(CurveError) -> (
        curves: RunCurves, problem: HistoryError?
    ) {
        let folder = try folder(of: path)
        let (history, problem) = HistoryFile(folder: folder).read()
        guard !history.steps.buckets.isEmpty else {
            if let problem { throw .unreadable(reason: "\(problem)") }
            throw .empty(path: path)
        }
        return (RunCurves(name: name, history: history), problem)
    }

    private static func folder(of path: String) throws(CurveError) -> String {
        let isHistory = path == HistoryFile.name || path.hasSuffix("/\(HistoryFile.name)")
        let given = isHistory ? URL(fileURLWithPath: path).deletingLastPathComponent().path : path
        for folder in [given, "\(given)/run"]
        where FileManager.default.fileExists(atPath: "\(folder)/\(HistoryFile.name)") {
            return folder
        }
        throw .noHistory(path: path)
    }
}
