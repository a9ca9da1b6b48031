/// Why a model can't be written in the format.
public enum ONNXError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The flat vector is not the model's.
    case parameterCount(expected: Int, found: Int)
    /// A transform of the inputs that is neither the same for all features nor one value for each.
    case transformCount(of: String, features: Int, found: Int)
    /// A message of the format can't be as large as this.
    case tooLarge(bytes: Int, limit: Int)
    /// The messages couldn't be turned into bytes.
    case encoding(String)

    /// Names what was expected and what came.
    public var description: String {
        switch self {
        case .parameterCount(let expected, let found):
            "onnx: expected \(expected) parameters, found \(found)"
        case .transformCount(let name, let features, let found):
            "onnx: \(name) of the inputs: expected none, 1 or \(features) values, found \(found)"
        case .tooLarge(let bytes, let limit):
            "onnx: expected tensors of at most \(limit) bytes in one file, found \(bytes)"
        case .encoding(let reason):
            "onnx: \(reason)"
        }
    }
}
