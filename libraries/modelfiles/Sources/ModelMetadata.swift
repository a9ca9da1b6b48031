internal import Datasets
internal import Learning
internal import WireProtocol

/// The texts that make a file of tensors a model; the orchestrator writes them.
struct ModelMetadata {
    /// What the texts are called.
    enum Key {
        static let format = "pangea.format"
        static let checkpoint = "pangea.checkpoint"
        static let job = "pangea.job"
        static let model = "pangea.model"
    }

    /// The name of the run.
    let job: String
    /// The model's layers; `Model` says whether they fit.
    let network: NetworkDescription
    /// What was fitted on the training split.
    let preprocessing: FittedPreprocessing

    /// Reads the texts of a file.
    ///
    /// Throws `.metadata` for one that is missing or isn't what it has to be, and for a checkpoint, which is no model.
    init(of file: TensorFile) throws(ModelFileError) {
        guard file.metadata[Key.checkpoint] == nil else {
            throw .metadata(
                path: file.path, key: Key.format, expected: "a model, as a finished run leaves it",
                found: "a checkpoint")
        }
        _ = try file.value(Key.format, expected: "1") { $0 == "1" ? $0 : nil }
        job = try file.text(Key.job)
        network = try Self.network(of: file)
        preprocessing = try Self.preprocessing(of: file)
    }

    private static func network(of file: TensorFile) throws(ModelFileError) -> NetworkDescription {
        let text = try file.text(Key.model)
        do {
            return try NetworkDescription(text: text)
        } catch {
            throw .metadata(path: file.path, key: Key.model, expected: "the layers of a model", found: "\(error)")
        }
    }

    private static func preprocessing(of file: TensorFile) throws(ModelFileError) -> FittedPreprocessing {
        let text = try file.text(FittedPreprocessing.metadataKey)
        do throws(DatasetError) {
            return try FittedPreprocessing(json: text)
        } catch {
            throw .preprocessing(path: file.path, error)
        }
    }
}
