/// Why a text can't be read.
public enum TextProblem: Hashable, Sendable {
    /// It is no UTF-8 here.
    case notUTF8
    /// It has too many different characters.
    case tooManyTokens(limit: Int)
    /// It is too short for one window.
    case tooShort(expectedTokens: Int, found: Int)
}

extension TextProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .notUTF8:
            "expected UTF-8, found other bytes"
        case .tooManyTokens(let limit):
            "expected at most \(limit) different characters in the training split, found more"
        case .tooShort(let expectedTokens, let found):
            "expected at least \(expectedTokens) tokens for one sample, found \(found)"
        }
    }
}
