public import Reduction

/// A round whose values don't count.
public struct Redo: Hashable, Sendable, CustomStringConvertible {
    /// Why.
    public enum Reason: Hashable, Sendable {
        /// Some of it came from a trainer that was proven wrong.
        case expelled(String)
        /// Two trainers had different bits for the same node, but whose was wrong can't be told afterwards.
        case disputed(Leaves, [String])
        /// A sum isn't finite, but which node brought that can't be told afterwards.
        case notFinite(bucket: Int)
    }

    /// The round.
    public let round: Round
    /// Why.
    public let reason: Reason

    /// Fit for a log.
    public var description: String {
        switch reason {
        case .expelled(let name): "\(round) is redone without \(name)"
        case .disputed(let leaves, let names):
            "\(round) is redone, each node by two trainers: \(names.joined(separator: " and ")) differ in \(leaves)"
        case .notFinite(let bucket):
            "\(round) is redone, each node by two trainers: the sum of bucket \(bucket) is not finite"
        }
    }
}
