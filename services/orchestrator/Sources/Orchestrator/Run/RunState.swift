package import Digests
internal import JobFile
internal import Learning
package import LeaseEngine
package import Reduction
package import RunRecords

/// All that a run has come to: what a checkpoint holds, and what a resumed run goes on with.
package struct RunState: Sendable {
    /// The round to go on with.
    package var round: Round
    /// Parameters and optimiser state that the committed steps led to.
    package var training: BucketedState
    /// Of the steps of the epoch under way.
    package var epochStatistics: Statistics
    /// The epochs that were evaluated.
    package var history: [EpochResult]
    /// What a trainer's numerics must give; nil before the first trainer has joined.
    package var probe: Digest?

    /// The beginning of a run.
    package static func initial(in context: RunContext, probe: Digest? = nil) -> RunState {
        RunState(
            round: context.plan.first,
            training: BucketedState(
                parameters: context.start?.parameters ?? context.model.initialParameters(seed: context.job.seed),
                optimiser: context.job.training.optimiser, layout: context.buckets),
            epochStatistics: .zero, history: [], probe: probe)
    }

    /// Ends the epoch whose steps are all committed.
    ///
    /// Throws a `RunFailure` unless each of its samples counted exactly once.
    mutating func closeEpoch(
        evaluation: Statistics, trainingSamples: UInt64, measure: QualityMeasure
    ) throws(RunFailure) -> EpochResult {
        let epoch = UInt64(history.count)
        let expected = Ledger.ofEpoch(epoch, sampleCount: trainingSamples)
        guard epochStatistics.ledger == expected else {
            throw .ledgerMismatch(epoch: epoch, expected: expected, got: epochStatistics.ledger)
        }
        let result = EpochResult(epoch: epoch, training: epochStatistics, evaluation: evaluation, measure: measure)
        history.append(result)
        epochStatistics = .zero
        return result
    }
}
