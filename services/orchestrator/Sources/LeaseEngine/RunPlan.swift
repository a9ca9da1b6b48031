public import Reduction

/// The rounds of a whole run in order: each epoch's steps, then an evaluation.
public struct RunPlan: Hashable, Sendable {
    /// How an epoch is cut into steps and micro-batches.
    public let steps: StepPlan
    /// How the evaluation split is cut into batches.
    public let evaluation: EvaluationPlan
    /// How often the training split is gone through.
    public let epochs: UInt64

    /// Creates a plan of at least one epoch.
    public init(steps: StepPlan, evaluation: EvaluationPlan, epochs: UInt64) {
        precondition(epochs >= 1, "RunPlan: a run has at least one epoch, got \(epochs)")
        self.steps = steps
        self.evaluation = evaluation
        self.epochs = epochs
    }

    /// Steps of the run.
    public var stepCount: UInt64 { UInt64(steps.stepsPerEpoch) * epochs }

    /// The round that a run starts with.
    public var first: Round { Round(.training, step: 0) }

    /// The round that a run goes on with after `committedSteps` steps and `evaluatedEpochs` evaluations, nil when that is
    /// all of it.
    ///
    /// An epoch that is trained but not evaluated is evaluated first.
    public func round(committedSteps: UInt64, evaluatedEpochs: UInt64) -> Round? {
        let trainedEpochs = committedSteps / UInt64(steps.stepsPerEpoch)
        if trainedEpochs > evaluatedEpochs { return Round(.evaluation, step: committedSteps) }
        return committedSteps < stepCount ? Round(.training, step: committedSteps) : nil
    }

    /// The round behind `round`, nil behind the last evaluation.
    public func round(after round: Round) -> Round? {
        switch round.phase {
        case .training where steps.isLastOfEpoch(round.step):
            Round(.evaluation, step: round.step + 1)
        case .training:
            Round(.training, step: round.step + 1)
        case .evaluation:
            round.step < stepCount ? Round(.training, step: round.step) : nil
        }
    }

    /// How many leaves the tree of `round` has.
    public func leafCount(of round: Round) -> Int {
        switch round.phase {
        case .training: steps.microBatchCount(of: round.step)
        case .evaluation: evaluation.batchCount
        }
    }
}
