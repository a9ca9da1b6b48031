/// What a label is asked, to make two classes of its values.
public enum Condition: Hashable, Sendable {
    /// Whether the number is above this.
    case above(Double)
    /// Whether it is this or above.
    case atLeast(Double)
    /// Whether it is below this.
    case below(Double)
    /// Whether it is this or below.
    case atMost(Double)
    /// Whether the text, without spaces around it, is this.
    case equals(String)

    /// What the number is compared with; nil for texts.
    public var bound: Double? {
        switch self {
        case .above(let bound), .atLeast(let bound), .below(let bound), .atMost(let bound): bound
        case .equals: nil
        }
    }

    /// For example "> 15".
    public var text: String {
        switch self {
        case .above(let bound): "> \(bound)"
        case .atLeast(let bound): ">= \(bound)"
        case .below(let bound): "< \(bound)"
        case .atMost(let bound): "<= \(bound)"
        case .equals(let text): "= \(text)"
        }
    }

    /// Whether it holds for a number; never for `.equals`, which asks texts.
    func holds(for value: Double) -> Bool {
        switch self {
        case .above(let bound): value > bound
        case .atLeast(let bound): value >= bound
        case .below(let bound): value < bound
        case .atMost(let bound): value <= bound
        case .equals: false
        }
    }
}
