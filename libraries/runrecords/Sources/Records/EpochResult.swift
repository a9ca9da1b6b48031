package import Reduction

/// What an epoch came to.
package struct EpochResult: Hashable, Sendable, Codable {
    /// Counted from 0.
    package let epoch: UInt64
    /// Mean loss a sample over the epoch's steps, each at its own parameters.
    package let trainingLoss: Double
    /// Share of the predictions on the training samples that were right, likewise; 0 of a model that says numbers.
    package let trainingAccuracy: Double
    /// Mean loss a sample of the evaluation split, after the epoch.
    package let evaluationLoss: Double
    /// Share of the predictions on the evaluation split that are right, after the epoch, likewise.
    package let evaluationAccuracy: Double

    /// Mean absolute error of the evaluation split, after the epoch, where the model says numbers.
    package let evaluationError: Double?

    package init(epoch: UInt64, training: Statistics, evaluation: Statistics, measure: QualityMeasure) {
        self.epoch = epoch
        trainingLoss = training.meanLoss
        trainingAccuracy = measure.accuracy(training)
        evaluationLoss = evaluation.meanLoss
        evaluationAccuracy = measure.accuracy(evaluation)
        evaluationError = measure.hasAccuracy ? nil : evaluation.meanError
    }
}
