/// What becomes of a node that was offered to a tree.
public enum Admission: Hashable, Sendable, CustomStringConvertible {
    /// None of its leaves was covered; now all are.
    case accepted
    /// All of its leaves were covered before, so it counts no more. While its twin is held, that is a node of the very
    /// same leaves that has not yet been added to another one, both values can be compared.
    case covered(twinIsHeld: Bool)
    /// Some of its leaves were covered before and others were not, so it can't be added.
    case overlaps
    /// The tree has no node of these leaves.
    case notANode

    /// The outcome in words fit for a log.
    public var description: String {
        switch self {
        case .accepted: "accepted"
        case .covered(true): "covered already, its twin is still held"
        case .covered(false): "covered already"
        case .overlaps: "covered in part"
        case .notANode: "no node of the step's tree"
        }
    }
}
