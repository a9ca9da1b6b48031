/// Why a job file can't be used; lines count from 1.
public enum JobFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It can't be opened or read.
    case unreadable(reason: String)
    /// It has more bytes than a job file may have.
    case tooLarge(limitBytes: Int)
    /// Its bytes are no text in UTF-8.
    case notText
    /// It is not YAML.
    case syntax(String)
    /// A key that no section of this name has.
    case unknownKey(String, line: Int, nearest: String?)
    /// A key that has to be there.
    case missingKey(String)
    /// A value that doesn't fit its key.
    case invalidValue(String, line: Int, expected: String, found: String)

    /// What was expected, what was found, and where.
    public var description: String {
        switch self {
        case .unreadable(let reason):
            "expected a file that can be read: \(reason)"
        case .tooLarge(let limit):
            "expected at most \(limit) bytes, found more"
        case .notText:
            "expected text in UTF-8, found other bytes"
        case .syntax(let reason):
            "expected YAML: \(reason)"
        case .unknownKey(let key, let line, let nearest):
            "line \(line): unknown key \"\(key)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
        case .missingKey(let key):
            "expected a key \"\(key)\", found none"
        case .invalidValue(let key, let line, let expected, let found):
            "line \(line), \(key): expected \(expected), found \(found)"
        }
    }
}
