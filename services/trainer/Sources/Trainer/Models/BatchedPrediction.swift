package import Datasets
package import Learning
package import ModelFiles

/// A model at work on a file, batch by batch: what it makes of one batch is gone before the next is computed.
package struct BatchedPrediction {
    private let stored: StoredModel
    private let input: PreparedInput
    private let replica: Replica

    /// Goes through `input` in batches of up to `batch` samples.
    package init(_ stored: StoredModel, _ input: PreparedInput, batch: Int) throws {
        self.stored = stored
        self.input = input
        replica = try Replica(model: stored.model, maximumSamples: min(batch, input.sampleCount))
    }

    /// Gives `body` the samples of each batch and what the model makes of them: (samples, outputs), row-major.
    package func run(_ body: (Range<Int>, [Float]) throws -> Void) throws {
        for samples in batches {
            let features = try self.features(of: samples)
            try body(samples, try predict(features))
        }
    }

    /// Gives `body` the samples of each batch, what their labels say of the model, and the predictions whose class is
    /// among the `top` likeliest: 0 without `top`, which is for models of classes alone.
    package func evaluate(top: Int? = nil, _ body: (Range<Int>, BatchOutcome, Int) throws -> Void) throws {
        for samples in batches {
            let (outcome, amongFirst) = try outcome(of: samples, try features(of: samples), top)
            try body(samples, outcome, amongFirst)
        }
    }

    private var batches: [Range<Int>] {
        let size = replica.maximumSamples
        return stride(from: 0, to: input.sampleCount, by: size).map { $0..<min($0 + size, input.sampleCount) }
    }

    private func features(of samples: Range<Int>) throws -> [Float] {
        var features = [Float](repeating: 0, count: samples.count * stored.model.inputCount)
        var span = features.mutableSpan
        try input.gather(samples, features: &span)
        return features
    }

    private func predict(_ features: [Float]) throws(LearningError) -> [Float] {
        var outputs: [Float] = []
        try replica.predict(features: features.span, parameters: stored.parameters.span) { span in
            outputs.reserveCapacity(span.count)
            for index in span.indices { outputs.append(span[index]) }
        }
        return outputs
    }

    private func outcome(
        of samples: Range<Int>, _ features: [Float], _ top: Int?
    ) throws -> (outcome: BatchOutcome, amongFirst: Int) {
        let parameters = stored.parameters.span
        switch stored.preprocessing.target {
        case .classes, .nextToken:
            let labels = stored.preprocessing.target == .nextToken ? stored.model.inputCount : 1
            var classes = [UInt32](repeating: 0, count: samples.count * labels)
            var span = classes.mutableSpan
            try input.gather(samples, classes: &span)
            let answers = Labels.classIndices(classes.span)
            if let top {
                return try replica.evaluate(
                    features: features.span, labels: answers, parameters: parameters, amongFirst: top)
            }
            return (try replica.evaluate(features: features.span, labels: answers, parameters: parameters), 0)
        case .number, .condition:
            var values = [Float](repeating: 0, count: samples.count)
            var span = values.mutableSpan
            try input.gather(samples, values: &span)
            return (
                try replica.evaluate(
                    features: features.span, labels: .values(values.span), parameters: parameters), 0
            )
        }
    }
}
