/// A lease that its trainer may drop: others have its node.
///
/// Told to a trainer that has begun with it, or has pushed it, it changes nothing: what it pushes still counts if it
/// comes first.
public struct Revocation: Hashable, Sendable, CustomStringConvertible {
    /// Why.
    public enum Reason: Hashable, Sendable {
        /// Others have covered its leaves.
        case covered
        /// An idle trainer gets it.
        case takenOver
        /// The round is divided anew.
        case rebalanced
        /// It was given to others while nothing was heard of this one.
        case givenUp
        /// The value isn't needed for comparing any more.
        case settled
    }

    /// The lease.
    public let lease: UInt64
    /// Whose it was.
    public let trainer: TrainerID
    /// The round that it belongs to.
    public let round: Round
    /// Why.
    public let reason: Reason

    /// Fit for a log.
    public var description: String {
        let words =
            switch reason {
            case .covered: "others have covered it"
            case .takenOver: "an idle trainer gets it"
            case .rebalanced: "the round is divided anew"
            case .givenUp: "others were given it in the meantime"
            case .settled: "nothing is left to compare"
            }
        return "lease \(lease) of \(round) is taken back: \(words)"
    }
}
