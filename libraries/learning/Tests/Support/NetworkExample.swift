import Learning
import Testing

/// A small network with parameters, features and labels, and what the fast and the naive computation say about it.
struct NetworkExample: CustomTestStringConvertible, Sendable {
    let name: String
    let description: NetworkDescription
    let samples: Int

    init(
        _ name: String, _ inputShape: [Int], _ layers: [LayerDescription], loss: LossDescription = .crossEntropy(),
        samples: Int = 3
    ) {
        self.name = name
        description = NetworkDescription(inputShape: inputShape, layers: layers.map { NamedLayer($0) }, loss: loss)
        self.samples = samples
    }

    var testDescription: String { name }

    /// Initial parameters with something added, so that no bias is 0 and no norm's weight 1.
    func parameters(_ model: Model) -> [Float] {
        zip(model.initialParameters(seed: 3).array, randomFloats(model.layout.count, stream: 8, scale: 0.2)).map {
            $0 + $1
        }
    }

    func features(_ model: Model) -> [Float] {
        if case .embedding(let tokens, _, _)? = description.layers.first?.layer {
            return randomClasses(samples * model.inputCount, below: tokens, stream: 1).map { Float($0) }
        }
        return randomFloats(samples * model.inputCount, stream: 1, scale: 2)
    }

    /// Labels of one sample: one a position, or one an output.
    func labelCount(_ model: Model) -> Int {
        switch description.loss {
        case .crossEntropy: model.predictionsPerSample
        case .meanSquaredError, .binaryCrossEntropy: model.outputCount
        }
    }

    func labels(_ model: Model) -> [Float] {
        let count = samples * labelCount(model)
        switch description.loss {
        case .crossEntropy: return randomClasses(count, below: model.outputCount, stream: 2).map { Float($0) }
        case .meanSquaredError: return randomFloats(count, stream: 2, scale: 2)
        case .binaryCrossEntropy: return randomClasses(count, below: 2, stream: 2).map { Float($0) }
        }
    }
}

extension Replica {
    /// The gradient and outcome of arrays; `labels` are classes or values, whichever the model's loss takes.
    func gradient(
        _ features: [Float], labels: [Float], _ parameters: [Float], keys: SampleKeys? = nil
    ) throws -> (gradient: [Float], outcome: BatchOutcome) {
        // Whatever was in the gradient's memory has to be overwritten.
        let arena = FloatArena([Float](repeating: .nan, count: parameters.count))
        let classes = labels.map { $0 >= 0 ? UInt32($0) : 0 }
        let takesClasses = if case .crossEntropy = model.description.loss { true } else { false }
        let outcome = try arena.withMutableSpan { span throws(LearningError) in
            try gradient(
                features: features.span, labels: takesClasses ? .classIndices(classes.span) : .values(labels.span),
                parameters: parameters.span, keys: keys, into: &span)
        }
        return (arena.array, outcome)
    }

    func outputs(_ features: [Float], _ parameters: [Float]) throws -> [Float] {
        var result: [Float] = []
        try predict(features: features.span, parameters: parameters.span) { span in
            result = span.indices.map { span[$0] }
        }
        return result
    }
}
