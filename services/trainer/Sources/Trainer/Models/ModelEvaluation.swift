package import Datasets
internal import Foundation
package import Learning

/// How well a model does on a file with labels, added up batch by batch.
package struct ModelEvaluation {
    /// What is printed, as one JSON object.
    package struct Report: Codable, Equatable, Sendable {
        package let samples: Int
        /// Rows that were left out, as they have no label.
        package let droppedRows: Int
        /// The mean over the samples, of what training made small.
        package let loss: Double
        /// The share of right predictions; nil where the loss is a squared error.
        package let accuracy: Double?
        /// The share of predictions whose class is among the likeliest, as many as were asked for; nil where none were.
        package let topAccuracy: Double?
        /// The mean of |prediction - label|, in the label's own unit; nil but for a squared error.
        package let meanAbsoluteError: Double?
        /// Among how many tokens the model is undecided; nil but for text.
        package let perplexity: Double?
    }

    /// What a difference of 1 between outputs is in the label's own unit.
    private let unit: Double
    private let model: Model
    private let top: Int?
    private var amongFirst = 0
    private var samples = 0
    private var lossSum = 0.0
    private var correct = 0
    private var errorSum = 0.0

    /// An evaluation of nothing yet, of a model whose outputs mean `target`; with `top`, also of whether the right class
    /// is among so many likeliest ones.
    package init(_ model: Model, _ target: FittedTarget, top: Int? = nil) {
        self.model = model
        self.top = top
        if case .number(let number) = target { unit = Double(number.deviation) } else { unit = 1 }
    }

    /// Adds a batch of so many samples, of whose predictions `amongFirst` have their class among the likeliest.
    package mutating func add(samples: Int, _ outcome: BatchOutcome, amongFirst: Int = 0) {
        self.samples += samples
        self.amongFirst += amongFirst
        lossSum += outcome.lossSum
        correct += outcome.correct
        errorSum += outcome.errorSum
    }

    /// What the batches come to; at least one must have been added.
    package func report(droppedRows: Int) -> Report {
        let loss = lossSum / Double(samples)
        let predictions = Double(samples * model.predictionsPerSample)
        return Report(
            samples: samples, droppedRows: droppedRows, loss: loss,
            accuracy: takesErrors ? nil : Double(correct) / predictions,
            topAccuracy: top.map { _ in Double(amongFirst) / predictions },
            meanAbsoluteError: takesErrors ? unit * errorSum / Double(samples) : nil,
            perplexity: isOfText ? Metrics.perplexity(meanLoss: loss) : nil)
    }

    private var takesErrors: Bool { model.description.loss == .meanSquaredError }
    private var isOfText: Bool { !takesErrors && model.outputShape.count > 1 }
}

extension ModelEvaluation.Report {
    /// On one line, keys in alphabetical order.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
