package import Reduction

/// What an epoch came to.
package struct EpochResult: Hashable, Sendable, Codable {
    /// Counted from 0.
    package let epoch: UInt64
    /// Mean loss a sample over the epoch's steps, each at its own parameters.
    package let trainingLoss: Double
    /// Share of the training samples that were classified rightly, likewise.
    package let trainingAccuracy: Double
    /// Mean loss a sample of the evaluation split, after the epoch.
    package let evaluationLoss: Double
    /// Share of the evaluation split that is classified rightly, after the epoch.
    package let evaluationAccuracy: Double

    package init(epoch: UInt64, training: Statistics, evaluation: Statistics) {
        self.epoch = epoch
        trainingLoss = training.meanLoss
        trainingAccuracy = training.accuracy
        evaluationLoss = evaluation.meanLoss
        evaluationAccuracy = evaluation.accuracy
    }
}
