package import Reduction
package import RunRecords

extension EpochResult {
    /// What the sums of an epoch and of its evaluation say.
    package init(epoch: UInt64, training: Statistics, evaluation: Statistics, measure: QualityMeasure) {
        self.init(
            epoch: epoch, trainingLoss: training.meanLoss, trainingAccuracy: measure.accuracy(training),
            evaluationLoss: evaluation.meanLoss, evaluationAccuracy: measure.accuracy(evaluation),
            evaluationError: measure.hasAccuracy ? nil : evaluation.meanError)
    }
}
