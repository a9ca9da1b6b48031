/// What is wrong with a history file.
public enum HistoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is of another format, or of a version that this program doesn't know.
    case header(path: String, found: String)
    /// It ends in the middle of a line, or in one whose checksum doesn't fit; what is behind `offset` is cut off.
    case torn(path: String, offset: Int, byteCount: Int)
    /// It is larger than any file of this program.
    case tooLarge(path: String, limit: Int)
    /// It can't be read or written.
    case unusable(path: String, reason: String)

    /// What was expected and what came.
    public var description: String {
        switch self {
        case .header(let path, let found):
            "history \(path): expected it to begin with \"\(HistoryLine.header)\", found \"\(found)\""
        case .torn(let path, let offset, let byteCount):
            "history \(path): expected whole lines, found a torn one at byte \(offset) of \(byteCount); the rest is cut off"
        case .tooLarge(let path, let limit): "history \(path): expected at most \(limit) bytes, found more"
        case .unusable(let path, let reason): "history \(path): \(reason)"
        }
    }
}
