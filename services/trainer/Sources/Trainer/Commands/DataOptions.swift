internal import ArgumentParser
internal import Datasets
internal import Foundation
internal import Hosting
internal import ModelFiles

/// What the commands share that give a file of data to a model.
struct DataOptions: ParsableArguments {
    @Argument(help: "The data, of the kind that the model was trained on: CSV, IDX or text, plain or gzip.")
    var data: String

    @Option(help: "Samples that are computed together.")
    var batch = 64

    func validate() throws {
        guard (1...1 << 16).contains(batch) else {
            throw ValidationError("--batch: expected 1 to \(1 << 16), got \(batch)")
        }
    }

    /// The data, ready for the model.
    ///
    /// Throws a `ServiceFailure` that names the file, the place and the reason.
    func prepare(
        for model: StoredModel, labels: String? = nil, needsLabels: Bool = false
    ) throws(ServiceFailure) -> PreparedInput {
        do {
            return try model.preprocessing.prepare(
                file: data, labels: labels, needsLabels: needsLabels,
                cores: ProcessInfo.processInfo.activeProcessorCount)
        } catch {
            throw ServiceFailure(.badInput, "data", cause: error)
        }
    }
}
