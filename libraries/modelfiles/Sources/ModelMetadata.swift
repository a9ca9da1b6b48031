public import Datasets
public import Digests
public import Learning
internal import WireProtocol

/// The texts that make a file of tensors a model: where it comes from, its layers, and the preprocessing of its inputs.
public struct ModelMetadata: Hashable, Sendable {
    /// The name of the run.
    public let job: String
    /// Of the data set that it was trained on.
    public let dataset: Digest
    /// The model's layers; `Model` says whether they fit.
    public let network: NetworkDescription
    /// What was fitted on the training split.
    public let preprocessing: FittedPreprocessing

    /// Puts it together.
    public init(job: String, dataset: Digest, network: NetworkDescription, preprocessing: FittedPreprocessing) {
        self.job = job
        self.dataset = dataset
        self.network = network
        self.preprocessing = preprocessing
    }

    /// The texts by their names in the file.
    ///
    /// Throws what `FittedPreprocessing.json` and `NetworkDescription.text` throw.
    public func texts() throws -> [String: String] {
        let own = [
            Key.format: "1", Key.job: job, Key.dataset: "\(dataset)", Key.model: try network.text(),
        ]
        let preprocessing = try plainImages?.texts ?? [Key.preprocessing: self.preprocessing.json()]
        return own.merging(preprocessing) { own, _ in own }
    }

    /// Images of numbered classes, which have texts of their own: files of the first version have no others.
    private var plainImages: PlainImages? { PlainImages(preprocessing) }
}

extension ModelMetadata {
    /// What the texts are called.
    enum Key {
        static let format = "pangea.format"
        static let checkpoint = "pangea.checkpoint"
        static let job = "pangea.job"
        static let dataset = "pangea.dataset"
        static let model = "pangea.model"
        static let preprocessing = "pangea.preprocessing"
        static let featureShape = "pangea.featureShape"
        static let scale = "pangea.scale"
        static let mean = "pangea.mean"
        static let deviation = "pangea.deviation"
    }

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
        dataset = try file.value(Key.dataset, expected: "a digest", Digest.init(hex:))
        network = try Self.network(of: file)
        preprocessing = try Self.preprocessing(of: file, network)
    }

    private static func network(of file: TensorFile) throws(ModelFileError) -> NetworkDescription {
        let text = try file.text(Key.model)
        do {
            return try NetworkDescription(text: text)
        } catch {
            throw .metadata(path: file.path, key: Key.model, expected: "the layers of a model", found: "\(error)")
        }
    }

    private static func preprocessing(
        of file: TensorFile, _ network: NetworkDescription
    ) throws(ModelFileError) -> FittedPreprocessing {
        do {
            guard let json = file.metadata[Key.preprocessing] else {
                let preprocessing = try PlainImages(of: file).preprocessing(classCount: Model(network).outputCount)
                try preprocessing.validate()
                return preprocessing
            }
            return try FittedPreprocessing(json: json)
        } catch let error as DatasetError {
            throw .preprocessing(path: file.path, error)
        } catch let error as LearningError {
            throw .model(path: file.path, error)
        } catch let error as ModelFileError {
            throw error
        } catch {
            throw .metadata(path: file.path, key: Key.preprocessing, expected: "a preprocessing", found: "\(error)")
        }
    }
}
