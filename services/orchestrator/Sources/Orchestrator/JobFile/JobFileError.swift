/// Why a job file can't be used; lines count from 1.
package enum JobFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is not YAML.
    case syntax(String)
    /// A key that no section of this name has.
    case unknownKey(String, line: Int, nearest: String?)
    /// A key that has to be there.
    case missingKey(String)
    /// A value that doesn't fit its key.
    case invalidValue(String, line: Int, expected: String, found: String)

    package var description: String {
        switch self {
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
