public import Reduction

/// A lease to be sent to a trainer: one node of a round's tree.
public struct Grant: Hashable, Sendable, CustomStringConvertible {
    /// Why leaves are leased.
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        /// Nobody was given them before.
        case firstTime
        /// Their trainer left, or was lost.
        case trainerLeft(String)
        /// Nothing is heard of their trainer.
        case trainerSilent(String)
        /// Their trainer took longer than the lease's deadline.
        case deadlinePassed(String)
        /// Their trainer pushed a node that can't be added, or will, because others were first to cover some of it.
        case overtaken(String)
        /// Their trainer has not begun with them, and this one is idle.
        case takenOver(String)
        /// Their trainer is slow, and this one is idle: whoever is first counts.
        case duplicated(String)
        /// Nobody has begun with the round, and this way it is done sooner.
        case rebalanced
        /// What was computed of the round doesn't count: see ``Redo``.
        case redone
        /// Their trainer is left out for being slow: it is seen whether it still is, with a leaf that another one has too.
        case trial
        /// A second trainer is to say what the node's value is.
        case witness(Audit.Cause)

        /// Whether somebody had been given the leaves before, and should have done them.
        public var isReissue: Bool {
            switch self {
            case .firstTime, .rebalanced, .trial, .witness: false
            case .trainerLeft, .trainerSilent, .deadlinePassed, .overtaken, .takenOver, .duplicated, .redone: true
            }
        }

        /// Whose leaves they were.
        public var trainer: String? {
            switch self {
            case .firstTime, .rebalanced, .trial, .witness, .redone: nil
            case .trainerLeft(let name), .trainerSilent(let name), .deadlinePassed(let name), .overtaken(let name),
                .takenOver(let name), .duplicated(let name):
                name
            }
        }

        /// Fit for a log.
        public var description: String {
            switch self {
            case .firstTime: "first time"
            case .trainerLeft(let name): "\(name) left"
            case .trainerSilent(let name): "\(name) is silent"
            case .deadlinePassed(let name): "\(name) passed its deadline"
            case .overtaken(let name): "others were first to cover some of what \(name) had"
            case .takenOver(let name): "\(name) had not begun with it"
            case .duplicated(let name): "\(name) is slow"
            case .rebalanced: "divided anew"
            case .redone: "the round is redone"
            case .trial: "to see how fast its trainer is"
            case .witness(let cause): "to compare: \(cause)"
            }
        }
    }

    /// Names the lease, counted from 1 in the order of granting.
    public let id: UInt64
    /// Who gets it.
    public let trainer: TrainerID
    /// The round that the leaves belong to.
    ///
    /// A trainer works on the lowest round first: a lease of the round ahead waits for its parameters.
    public let round: Round
    /// What to compute and to push as one: the leaves of a node.
    public let leaves: Leaves
    /// How long it may take from when the trainer can begin with it.
    public let deadline: Duration
    /// Why now.
    public let reason: Reason

    /// Fit for a log.
    public var description: String { "lease \(id): \(round), leaves \(leaves), \(reason)" }
}
