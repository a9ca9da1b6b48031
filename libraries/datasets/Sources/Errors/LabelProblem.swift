/// Why a value is no class.
public enum LabelProblem: Error, Hashable, Sendable {
    /// It is below 0.
    case negative(found: String)
    /// It is no integer.
    case fraction(found: String)
    /// It is beyond the limit on classes.
    case limit(classes: Int, found: String)
    /// It is beyond the classes of the training split.
    case unseen(classes: Int, found: String)
}

extension LabelProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .negative(let found):
            "expected a label from 0, found \(found)"
        case .fraction(let found):
            "expected a label that is an integer, found \(found)"
        case .limit(let classes, let found):
            "expected a label below \(classes) (the limit on classes), found \(found)"
        case .unseen(let classes, let found):
            "expected a label below \(classes), as the training split has no others, found \(found)"
        }
    }
}
