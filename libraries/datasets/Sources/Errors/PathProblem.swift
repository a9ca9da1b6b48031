/// Why a path of a data description is not followed.
public enum PathProblem: Hashable, Sendable {
    /// It has no characters.
    case empty
    /// It begins with a slash.
    case absolute
    /// It has a component `..`.
    case parentFolder
    /// It contains a zero byte, where the system would end it.
    case zeroByte
    /// Following its symbolic links leads out of the data root.
    case outsideRoot
}

extension PathProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .empty: "expected a path below the data root, found an empty text"
        case .absolute: "expected a path relative to the data root, found an absolute one"
        case .parentFolder: "expected a path below the data root, found one with \"..\""
        case .zeroByte: "expected a path, found a text with a zero byte"
        case .outsideRoot: "expected a path below the data root, found one that a symbolic link leads out of it"
        }
    }
}
