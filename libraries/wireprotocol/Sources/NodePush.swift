public import Digests
public import Reduction

/// One node of a round's tree as a trainer pushes it: the wire's `GradientUpdate` and `EvaluationResult`.
public struct NodePush: Equatable, Sendable {
    /// The run that it is for.
    public let lineage: Digest
    /// The lease that it answers.
    public let lease: UInt64
    /// The step, as in the lease.
    public let step: UInt64
    /// The node's micro-batches; whether they make a node is for the receiver to check.
    public let leaves: Leaves
    /// Of the node's samples.
    public let statistics: Statistics

    /// Creates a push.
    public init(lineage: Digest, lease: UInt64, step: UInt64, leaves: Leaves, statistics: Statistics) {
        self.lineage = lineage
        self.lease = lease
        self.step = step
        self.leaves = leaves
        self.statistics = statistics
    }
}
