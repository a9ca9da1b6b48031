/// Why a batch can't be gathered: always the caller's mistake, never the data's.
public enum BatchProblem: Hashable, Sendable {
    /// A sample that the split doesn't have.
    case sample(Int, count: Int)
    /// Memory for features of another size, in elements.
    case features(expected: Int, found: Int)
    /// Memory for labels of another size, in elements.
    case labels(expected: Int, found: Int)
    /// Samples asked for as what they aren't.
    case kind(expected: String, found: String)
}

extension BatchProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .sample(let sample, let count):
            "expected samples from 0 to \(count - 1), got \(sample)"
        case .features(let expected, let found):
            "expected memory for \(expected) features, got \(found)"
        case .labels(let expected, let found):
            "expected memory for \(expected) labels, got \(found)"
        case .kind(let expected, let found):
            "expected \(expected), got \(found)"
        }
    }
}
