public import Reduction

/// Work given to a trainer: the wire's `Lease`.
public struct LeaseGrant: Hashable, Sendable {
    /// What a run does in one round of leases.
    public enum Phase: Hashable, Sendable {
        /// Gradients of a step.
        case training
        /// Losses and hits of the evaluation split.
        case evaluation
    }

    /// Names the lease in what is pushed for it.
    public let id: UInt64
    /// Training or evaluation.
    public let phase: Phase
    /// The step to compute, or the number of commits after which to evaluate.
    public let step: UInt64
    /// The micro-batches to compute.
    public let leaves: Leaves
    /// From the moment it was granted.
    public let deadline: Duration

    /// Creates a grant.
    public init(id: UInt64, phase: Phase, step: UInt64, leaves: Leaves, deadline: Duration) {
        self.id = id
        self.phase = phase
        self.step = step
        self.leaves = leaves
        self.deadline = deadline
    }
}
