import Datasets
import Digests
import Foundation
import JobFile
import Orchestrator

/// A job and data as small as they can be: 10 samples of 3 features, 2 classes.
enum Samples {
    static let yaml = """
        name: small
        seed: 5
        data:
          csv: {training: a.csv, evaluation: b.csv, label: y}
        model:
          mlp: {hidden: []}
        training:
          batch: 4
          microBatch: 2
          epochs: 2
          optimiser:
            sgd: {momentum: 0.5}
          schedule: {rate: 0.25}
        evaluation: {batch: 3}
        """

    static let dataset = DatasetDescription(
        digest: Digest.of("some data"), trainingSamples: 10, evaluationSamples: 5,
        preprocessing: FittedPreprocessing(
            input: .images(FittedImages(shape: [3], scale: 1, mean: [0.5], deviation: [2])),
            target: .classes(FittedClasses(count: 2))))

    static func context(_ yaml: String = yaml) throws -> RunContext {
        try RunContext(job: Job(yaml: yaml), dataset: dataset)
    }
}

/// A folder for one test, gone when nobody holds it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "orchestrator-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
