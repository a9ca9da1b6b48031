/// Why a fitted preprocessing can't be used.
public enum PreprocessingProblem: Error, Hashable, Sendable {
    /// It is no JSON, or lacks a key, in words.
    case unreadable(String)
    /// It is of a version that this program doesn't know.
    case version(found: Int)
    /// It is larger than `FittedPreprocessing.maximumBytes`.
    case tooLarge(byteCount: Int)
    /// One of its values is out of bounds or contradicts another.
    case value(String, expected: String, found: String)
}

extension PreprocessingProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .unreadable(let reason):
            "expected JSON of a fitted preprocessing, \(reason)"
        case .version(let found):
            "expected version \(FittedPreprocessing.version), found \(found)"
        case .tooLarge(let byteCount):
            "expected at most \(FittedPreprocessing.maximumBytes) bytes, found \(byteCount)"
        case .value(let key, let expected, let found):
            "\(key): expected \(expected), found \(found)"
        }
    }
}

extension PreprocessingProblem {
    /// Throws `.value` unless these can standardise.
    static func requireStandardisation(_ mean: Float, _ deviation: Float, _ name: String) throws(Self) {
        guard mean.isFinite else { throw .value("\(name).mean", expected: "finite numbers", found: "\(mean)") }
        guard deviation.isFinite, deviation != 0 else {
            throw .value("\(name).deviation", expected: "finite numbers other than 0", found: "\(deviation)")
        }
    }

    static func words(for error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "found no key \(path(context.codingPath + [key]))"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "found no \(type) under \(path(context.codingPath))"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "found none" : "found no such value under \(path(context.codingPath))"
        @unknown default:
            "found \(error)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        "\"" + keys.map { key in key.intValue.map { "\($0)" } ?? key.stringValue }.joined(separator: ".") + "\""
    }
}
