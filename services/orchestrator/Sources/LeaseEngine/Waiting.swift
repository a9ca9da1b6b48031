/// Why nothing is leased, or a round isn't left, although nothing is broken.
public struct Waiting: Hashable, Sendable, CustomStringConvertible {
    /// What is waited for.
    public enum Reason: Hashable, Sendable {
        /// The run has not begun: so many members are there of so many that it needs.
        case quorum(present: Int, needed: Int)
        /// Nobody is there any more.
        case noTrainer
        /// Members are there, but nothing was heard of any of them for a while.
        case allSilent([String])
        /// These disagree, and nobody else is there to arbitrate.
        case arbiter([String])
    }

    /// How many trainers are missing, at least 1.
    public let missing: Int
    /// What is waited for.
    public let reason: Reason

    /// Fit for a log.
    public var description: String {
        let trainers = missing == 1 ? "1 trainer" : "\(missing) trainers"
        return switch reason {
        case .quorum(let present, let needed): "waiting for \(trainers): \(present) of \(needed) are there"
        case .noTrainer: "waiting for \(trainers): none is there"
        case .allSilent(let names): "waiting for \(trainers): nothing is heard of \(names.joined(separator: ", "))"
        case .arbiter(let names):
            "waiting for \(trainers) to arbitrate between \(names.joined(separator: " and "))"
        }
    }
}
