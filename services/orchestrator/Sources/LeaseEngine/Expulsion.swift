public import Reduction

/// A trainer that was proven wrong.
public struct Expulsion: Hashable, Sendable, CustomStringConvertible {
    /// Its name.
    public let name: String
    /// The members of that name, which are members no longer.
    public let members: [TrainerID]
    /// The round in which it was found out.
    public let round: Round
    /// The micro-batches whose value it had wrong.
    public let leaves: Leaves
    /// Who agreed on another value.
    public let witnesses: [String]

    /// Fit for a log, and for telling the trainer.
    public var description: String {
        witnesses.isEmpty
            ? "\(name) is expelled: in \(round) it had two values for micro-batches \(leaves)"
            : "\(name) is expelled: in \(round) it had another value for micro-batches \(leaves) than "
                + witnesses.joined(separator: " and ")
    }
}
