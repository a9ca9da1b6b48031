/// Why a compressed file can't be expanded.
public enum GzipProblem: Error, Hashable, Sendable {
    /// The bytes break the format; `offset` counts the sound ones before, `reason` is zlib's.
    case corrupt(offset: Int, reason: String)
    /// The file ends inside the compressed data, of which `expandedBytes` could be expanded.
    case truncated(expandedBytes: Int)
    /// It expands to more than the limit.
    case limit(expandedBytes: Int)
}

extension GzipProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .corrupt(let offset, let reason):
            "expected sound gzip, found corrupt data at byte \(offset): \(reason)"
        case .truncated(let expandedBytes):
            "expected the end of the gzip data, found the end of the file after \(expandedBytes) expanded bytes"
        case .limit(let expandedBytes):
            "expected at most \(expandedBytes) bytes after expansion (the limit for compressed files), found more"
        }
    }
}
