public import Reduction

/// A lease to be sent to a trainer.
public struct Grant: Hashable, Sendable, CustomStringConvertible {
    /// Why leaves are leased.
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        /// Nobody was given them before.
        case firstTime
        /// Their trainer left, or was lost.
        case trainerLeft(String)
        /// Their trainer took longer than the lease's deadline.
        case deadlinePassed(String)
        /// Their trainer pushed all it had, but other nodes stood in the way of some of it.
        case pushedInVain(String)

        /// Fit for a log.
        public var description: String {
            switch self {
            case .firstTime: "first time"
            case .trainerLeft(let name): "\(name) left"
            case .deadlinePassed(let name): "\(name) passed its deadline"
            case .pushedInVain(let name): "\(name) pushed what overlaps with other nodes"
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
    /// What to compute.
    public let leaves: Leaves
    /// How long it may take from now, or from when its round's parameters are there.
    public let deadline: Duration
    /// Why now.
    public let reason: Reason

    /// Fit for a log.
    public var description: String { "lease \(id): \(round), leaves \(leaves), \(reason)" }
}
