public import Datasets
public import Learning
public import Safetensors

/// Why a file is no model, or not one that fits.
public enum ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It can't be opened or read.
    case unreadable(path: String, reason: String)
    /// It can't be written.
    case unwritable(path: String, reason: String)
    /// Its bytes are no safetensors, or its tensors not those of the model.
    case tensors(path: String, SafetensorsError)
    /// A text of the metadata is missing or isn't what it has to be.
    case metadata(path: String, key: String, expected: String, found: String)
    /// The model that it describes makes no sense.
    case model(path: String, LearningError)
    /// The preprocessing that it carries makes no sense.
    case preprocessing(path: String, DatasetError)

    /// Names the file, the thing, what was expected and what came.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason), .unwritable(let path, let reason): "\(path): \(reason)"
        case .tensors(let path, let error): "\(path): \(error)"
        case .metadata(let path, let key, let expected, let found):
            "\(path): metadata \(key): expected \(expected), found \(found)"
        case .model(let path, let error): "\(path): \(error)"
        case .preprocessing(let path, let error): "\(path): \(error)"
        }
    }
}
