/// One piece of a run that is leased as a whole: a training step, or an evaluation of committed parameters.
public struct Round: Hashable, Sendable, CustomStringConvertible {
    /// What a round's leaves are.
    public enum Phase: Hashable, Sendable {
        /// Micro-batches of a training step.
        case training
        /// Evaluation batches.
        case evaluation
    }

    /// What the round's leaves are.
    public let phase: Phase
    /// The step that is trained, or the number of committed steps after which is evaluated.
    ///
    /// Either way the round starts from the parameters that this many commits led to.
    public let step: UInt64

    /// Names a round.
    public init(_ phase: Phase, step: UInt64) {
        self.phase = phase
        self.step = step
    }

    /// For logs.
    public var description: String {
        switch phase {
        case .training: "step \(step)"
        case .evaluation: "evaluation after \(step) steps"
        }
    }
}
