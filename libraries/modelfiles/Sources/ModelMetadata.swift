public import Datasets
public import Learning
internal import WireProtocol

/// The texts that make a file of tensors a model; the orchestrator writes them.
public struct ModelMetadata: Sendable {
    /// What the texts are called.
    private enum Key {
        static let format = "pangea.format"
        static let checkpoint = "pangea.checkpoint"
        static let job = "pangea.job"
        static let model = "pangea.model"
    }

    /// The most characters of a text that an error repeats.
    private static let longestQuote = 60

    /// The name of the run.
    public let job: String
    /// The model's layers; `Model` says whether they fit.
    public let network: NetworkDescription
    /// What was fitted on the training split.
    public let preprocessing: FittedPreprocessing

    /// Whether a file with these texts says that it is a model.
    public static func isPresent(in texts: [String: String]) -> Bool { texts[Key.format] != nil }

    /// Reads the texts of the file at `path`, which is for errors alone.
    ///
    /// Throws `.metadata` for one that is missing or isn't what it has to be, and for a checkpoint, which is no model.
    public init(_ texts: [String: String], path: String) throws(ModelFileError) {
        guard texts[Key.checkpoint] == nil else {
            throw .metadata(
                path: path, key: Key.format, expected: "a model, as a finished run leaves it",
                found: "a checkpoint")
        }
        func text(_ key: String) throws(ModelFileError) -> String {
            guard let text = texts[key] else {
                throw .metadata(path: path, key: key, expected: "a text", found: "none")
            }
            return text
        }
        let format = try text(Key.format)
        guard format == "1" else {
            throw .metadata(
                path: path, key: Key.format, expected: "1", found: "\"\(format.prefix(Self.longestQuote))\"")
        }
        job = try text(Key.job)
        network = try Self.network(try text(Key.model), path)
        preprocessing = try Self.preprocessing(try text(FittedPreprocessing.metadataKey), path)
    }

    private static func network(_ text: String, _ path: String) throws(ModelFileError) -> NetworkDescription {
        do {
            return try NetworkDescription(text: text)
        } catch {
            throw .metadata(path: path, key: Key.model, expected: "the layers of a model", found: "\(error)")
        }
    }

    private static func preprocessing(_ text: String, _ path: String) throws(ModelFileError) -> FittedPreprocessing {
        do throws(DatasetError) {
            return try FittedPreprocessing(json: text)
        } catch {
            throw .preprocessing(path: path, error)
        }
    }

    /// The model of these layers.
    ///
    /// Throws `.model` where they don't fit each other, and `.metadata` where the preprocessing doesn't fit them.
    public func model(path: String) throws(ModelFileError) -> Model {
        let model: Model
        do throws(LearningError) {
            model = try Model(network)
        } catch {
            throw .model(path: path, error)
        }
        guard model.inputCount == preprocessing.inputCount, model.outputCount == preprocessing.outputCount else {
            throw .metadata(
                path: path, key: FittedPreprocessing.metadataKey,
                expected: "\(model.inputCount) inputs and \(model.outputCount) outputs, as the layers have",
                found: "\(preprocessing.inputCount) and \(preprocessing.outputCount)")
        }
        return model
    }
}
