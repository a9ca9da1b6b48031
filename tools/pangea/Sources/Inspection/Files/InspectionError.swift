/// Why nothing can be told of a file.
package enum InspectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It can't be opened or read.
    case unreadable(path: String, reason: String)
    /// It is larger than what is read at once.
    case tooLarge(path: String, limit: Int, what: String)
    /// It is of none of the kinds that are known here.
    case unknownKind(path: String, reason: String)
    /// It is of a kind, but not sound.
    case damaged(path: String, reason: String)
    /// The schema has no struct of a name.
    case unknownType(String)

    /// The file, what was expected and what came.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .tooLarge(let path, let limit, let what): "\(path): expected at most \(limit) bytes of \(what), found more"
        case .unknownKind(let path, let reason):
            "\(path): expected a checkpoint, a model, messages or certificates, found none of them: \(reason)"
        case .damaged(let path, let reason): "\(path): \(reason)"
        case .unknownType(let name): "--as: expected a struct of tensor.capnp, got \"\(name)\""
        }
    }
}
