internal import JobFile
package import Learning
internal import Reduction

/// What an evaluation says of a model beside its loss; its loss decides what that can be.
package enum QualityMeasure: Hashable, Sendable {
    /// The share of predictions that are right, of so many a sample.
    case accuracy(predictionsPerSample: Int)
    /// The same of text, and among how many tokens the model is undecided.
    case perplexity(positions: Int)
    /// How far from what is right the outputs are, in the mean.
    case absoluteError

    /// The measure of a model.
    package init(of model: Model) {
        let predictions = model.predictionsPerSample
        switch model.description.loss {
        case .meanSquaredError: self = .absoluteError
        case .binaryCrossEntropy: self = .accuracy(predictionsPerSample: predictions)
        case .crossEntropy:
            self = predictions > 1 ? .perplexity(positions: predictions) : .accuracy(predictionsPerSample: 1)
        }
    }

    /// The share of predictions that are right, 0 where there are none.
    func accuracy(_ statistics: Statistics) -> Double {
        switch self {
        case .accuracy(let predictions), .perplexity(let predictions): statistics.accuracy / Double(predictions)
        case .absoluteError: 0
        }
    }

    /// e to the mean loss, of text.
    func perplexity(meanLoss: Double) -> Double? {
        if case .perplexity = self { Metrics.perplexity(meanLoss: meanLoss) } else { nil }
    }

    /// Whether there is an accuracy.
    var hasAccuracy: Bool { self != .absoluteError }

    /// Throws `invalidDescription` for a target that evaluations can't tell of.
    func check(_ target: Job.TargetSection) throws(LearningError) {
        let isText = if case .perplexity = self { true } else { false }
        for (key, value, isKnown) in [
            ("accuracy", target.accuracy, hasAccuracy), ("perplexity", target.perplexity, isText),
            ("meanAbsoluteError", target.meanAbsoluteError, !hasAccuracy),
        ] where value != nil && !isKnown {
            throw .invalidDescription(
                key: "target.\(key)", expected: "none, for the model's loss doesn't tell of it", got: "\(value ?? 0)")
        }
    }
}
