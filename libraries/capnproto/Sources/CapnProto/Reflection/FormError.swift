/// Why a text can't be made a message.
public enum FormError: Error, Equatable, Sendable {
    /// Something else stands at a place than the grammar or the schema wants there.
    case unexpected(place: FormPlace, expected: String, found: String)
    /// Values are nested deeper than the limit, which stops texts that exhaust the stack.
    case tooDeep(place: FormPlace, limit: Int)
    /// The message can't be built.
    case message(WireError)
}

extension FormError: CustomStringConvertible {
    /// One sentence for whoever wrote the text: the place as line and column, what was expected, what came.
    public var description: String {
        switch self {
        case .unexpected(let place, let expected, let found): "\(place): expected \(expected), found \(found)"
        case .tooDeep(let place, let limit): "\(place): values are nested more than \(limit) deep"
        case .message(let error): "\(error)"
        }
    }
}
