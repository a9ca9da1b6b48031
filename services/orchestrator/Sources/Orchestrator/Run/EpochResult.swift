internal import Reduction

/// What an epoch came to.
struct EpochResult: Hashable, Sendable, Codable {
    /// Counted from 0.
    let epoch: UInt64
    /// Mean loss a sample over the epoch's steps, each at its own parameters.
    let trainingLoss: Double
    /// Share of the training samples that were classified rightly, likewise.
    let trainingAccuracy: Double
    /// Mean loss a sample of the evaluation split, after the epoch.
    let evaluationLoss: Double
    /// Share of the evaluation split that is classified rightly, after the epoch.
    let evaluationAccuracy: Double

    init(epoch: UInt64, training: Statistics, evaluation: Statistics) {
        self.epoch = epoch
        trainingLoss = training.meanLoss
        trainingAccuracy = training.accuracy
        evaluationLoss = evaluation.meanLoss
        evaluationAccuracy = evaluation.accuracy
    }
}
