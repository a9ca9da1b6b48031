/// Why a file can't be read.
public enum FileProblem: Error, Hashable, Sendable {
    /// There is none.
    case missing
    /// It is a folder.
    case folder
    /// It is neither file nor folder, for example a pipe or a device.
    case special
    /// It is a file where a folder is needed.
    case noFolder
    /// It has no bytes, or expands to none.
    case empty
    /// The system refuses, with its own words.
    case refused(String)
}

extension FileProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .missing: "expected it to exist, found nothing of that name"
        case .folder: "expected a file, found a folder"
        case .special: "expected a file, found a pipe, socket or device"
        case .noFolder: "expected a folder, found a file"
        case .empty: "expected data, found an empty file"
        case .refused(let reason): "can't be read: \(reason)"
        }
    }
}
