public import Datasets
public import Digests
public import Learning

/// A model as a run leaves it: with its layers and the preprocessing of its inputs a file is all that prediction needs.
public struct StoredModel: Sendable {
    /// Where it was read.
    public let path: String
    /// Of the file's bytes.
    public let digest: Digest
    /// The name of the run that it comes from.
    public let job: String
    /// Its layers.
    public let model: Model
    /// What turns raw data into its inputs, and its outputs into words and numbers.
    public let preprocessing: FittedPreprocessing
    /// A flat vector of the model's layout.
    public let parameters: FloatArena

    /// Reads the file at `path`.
    ///
    /// Throws where it can't be read, is no model or has tensors other than its layers'.
    public init(path: String) throws(ModelFileError) {
        try self.init(TensorFile(path: path))
    }

    /// Takes a file for a model.
    ///
    /// Throws as the other one does.
    package init(_ file: TensorFile) throws(ModelFileError) {
        let metadata = try ModelMetadata(file.metadata, path: file.path)
        path = file.path
        digest = file.digest
        job = metadata.job
        preprocessing = metadata.preprocessing
        model = try metadata.model(path: file.path)
        parameters = try file.parameters(model.layout)
    }
}
