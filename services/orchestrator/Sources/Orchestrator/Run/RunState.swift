internal import Digests
internal import Learning
internal import LeaseEngine
internal import Reduction

/// All that a run has come to: what a checkpoint holds, and what a resumed run goes on with.
struct RunState: Sendable {
    /// The round to go on with.
    var round: Round
    /// Parameters and optimiser state that the committed steps led to.
    var training: TrainingState
    /// Of the steps of the epoch under way.
    var epochStatistics: Statistics
    /// The epochs that were evaluated.
    var history: [EpochResult]
    /// What a trainer's numerics must give; nil before the first trainer has joined.
    var probe: Digest?

    /// The beginning of a run.
    static func initial(job: Job, model: Model, plan: RunPlan) -> RunState {
        RunState(
            round: plan.first,
            training: TrainingState(
                parameters: model.initialParameters(seed: job.seed), optimiser: job.training.optimiser),
            epochStatistics: .zero, history: [], probe: nil)
    }
}
