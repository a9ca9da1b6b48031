/// Why a file can't be read as IDX.
public enum IDXProblem: Error, Hashable, Sendable {
    /// The file doesn't begin with two zero bytes.
    case magic(found: [UInt8])
    /// The third byte names no element type.
    case elementType(found: UInt8)
    /// The file ends inside its header.
    case header(expectedBytes: Int, foundBytes: Int)
    /// The number of dimensions is not one that the file's role allows.
    case dimensionCount(expected: String, found: Int)
    /// A dimension other than the first is 0.
    case emptyDimension([Int])
    /// The dimensions multiply to more bytes than any file has.
    case overflow([Int])
    /// The file's length is not what its header says.
    case length(dimensions: [Int], elementType: String, expectedBytes: Int, foundBytes: Int)
    /// A feature that is no finite float32.
    case notFinite(sample: Int, found: String)
    /// A label that is no class.
    case label(sample: Int, LabelProblem)
}

extension IDXProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .magic(let found):
            "expected IDX, which begins with the bytes 00 00, found \(found.map(hexadecimal).joined(separator: " "))"
        case .elementType(let found):
            "expected an IDX element type of 08, 09, 0b, 0c, 0d or 0e, found \(hexadecimal(found))"
        case .header(let expectedBytes, let foundBytes):
            "expected an IDX header of \(expectedBytes) bytes, found only \(foundBytes) bytes"
        case .dimensionCount(let expected, let found):
            "expected IDX with \(expected), found \(found)"
        case .emptyDimension(let dimensions):
            "expected samples with features, found the IDX dimensions \(product(dimensions))"
        case .overflow(let dimensions):
            "expected IDX dimensions that fit in memory, found \(product(dimensions))"
        case .length(let dimensions, let elementType, let expectedBytes, let foundBytes):
            "expected \(expectedBytes) bytes, as the IDX header announces \(product(dimensions)) of \(elementType), "
                + "found \(foundBytes) bytes"
        case .notFinite(let sample, let found):
            "sample \(sample): expected features that are finite as float32, found \(found)"
        case .label(let sample, let problem):
            "sample \(sample): \(problem)"
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private func product(_ dimensions: [Int]) -> String {
        dimensions.map(String.init).joined(separator: " x ")
    }
}
