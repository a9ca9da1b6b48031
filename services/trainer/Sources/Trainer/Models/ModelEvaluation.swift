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
        /// The share of right predictions; nil for numbers.
        package let accuracy: Double?
        /// The mean of |prediction - label|, in the label's own unit; nil but for numbers.
        package let meanAbsoluteError: Double?
        /// Among how many tokens the model is undecided; nil but for text.
        package let perplexity: Double?
    }

    private let target: FittedTarget
    private let predictionsPerSample: Int
    private var samples = 0
    private var lossSum = 0.0
    private var correct = 0
    private var absoluteErrorSum = 0.0

    /// An evaluation of nothing yet.
    package init(_ target: FittedTarget, predictionsPerSample: Int) {
        self.target = target
        self.predictionsPerSample = predictionsPerSample
    }

    /// Adds a batch of so many samples; outputs and values matter where labels are numbers.
    package mutating func add(samples: Int, _ outcome: BatchOutcome, outputs: [Float], values: [Float]) {
        self.samples += samples
        lossSum += outcome.lossSum
        correct += outcome.correct
        if case .number(let number) = target {
            let errors = Metrics.absoluteErrorSum(outputs: outputs.span, values: values.span)
            absoluteErrorSum += errors * Double(number.deviation)
        }
    }

    /// What the batches come to; at least one must have been added.
    package func report(droppedRows: Int) -> Report {
        let loss = lossSum / Double(samples)
        var isNumber = false
        if case .number = target { isNumber = true }
        return Report(
            samples: samples, droppedRows: droppedRows, loss: loss,
            accuracy: isNumber ? nil : Double(correct) / Double(samples * predictionsPerSample),
            meanAbsoluteError: isNumber ? absoluteErrorSum / Double(samples) : nil,
            perplexity: target == .nextToken ? Metrics.perplexity(meanLoss: loss) : nil)
    }
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
