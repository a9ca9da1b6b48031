/// Why bytes are no safetensors file, or not the one that was expected.
public enum SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file is shorter than its header.
    case truncated(expectedBytes: UInt64, foundBytes: Int)
    /// The header is longer than the format allows.
    case headerTooLong(bytes: UInt64, limit: Int)
    /// The header isn't JSON, or JSON of another form; `offset` counts from the header's beginning.
    case header(offset: Int, expected: String)
    /// A name that appears twice.
    case repeatedName(String)
    /// A tensor of a type that the format doesn't know.
    case unknownType(tensor: String, found: String)
    /// A tensor whose bytes are not as many as its shape and type say.
    case byteCount(tensor: String, shape: [Int], expected: Int?, found: Int)
    /// Tensors that leave a hole, overlap, or don't end where the file does.
    case layout(tensor: String, expectedOffset: Int, foundOffset: Int)
    /// The tensors end before or behind the end of the file.
    case length(expectedBytes: Int, foundBytes: Int)
    /// The file has no tensor of this name, of which this shape was expected.
    case missing(tensor: String, shape: [Int])
    /// The file has a tensor that nobody expects.
    case unexpected(tensor: String, shape: [Int])
    /// A tensor of another type or shape than the one that was expected.
    case mismatch(tensor: String, expected: String, found: String)
    /// A tensor to be written whose shape has no size.
    case shape(tensor: String, [Int])

    /// Names the tensor, what was expected and what came.
    public var description: String {
        switch self {
        case .truncated(let expected, let found):
            "safetensors: expected at least \(expected) bytes, found \(found)"
        case .headerTooLong(let bytes, let limit):
            "safetensors: expected a header of at most \(limit) bytes, found one of \(bytes)"
        case .header(let offset, let expected):
            "safetensors: expected \(expected) at byte \(offset) of the header"
        case .repeatedName(let name):
            "safetensors: expected each name once, found \"\(name)\" twice"
        case .unknownType(let tensor, let found):
            "safetensors: tensor \"\(tensor)\": unknown type \"\(found)\""
        case .byteCount(let tensor, let shape, let expected, let found):
            "safetensors: tensor \"\(tensor)\": expected \(expected.map(String.init) ?? "a possible number of") bytes "
                + "for shape \(shape), found \(found)"
        case .layout(let tensor, let expected, let found):
            "safetensors: tensor \"\(tensor)\": expected it to begin at byte \(expected), found \(found)"
        case .length(let expected, let found):
            "safetensors: expected \(expected) bytes of tensors, found \(found)"
        case .missing(let tensor, let shape):
            "safetensors: expected a tensor \"\(tensor)\" of shape \(shape), found none"
        case .unexpected(let tensor, let shape):
            "safetensors: tensor \"\(tensor)\": expected none of this name, found one of shape \(shape)"
        case .mismatch(let tensor, let expected, let found):
            "safetensors: tensor \"\(tensor)\": expected \(expected), found \(found)"
        case .shape(let tensor, let shape):
            "safetensors: tensor \"\(tensor)\": a shape \(shape) can't be written"
        }
    }
}
