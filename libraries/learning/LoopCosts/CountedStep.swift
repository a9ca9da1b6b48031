internal import Learning

/// A gradient of a batch, again and again.
final class CountedStep {
    private let replica: Replica
    private let parameters: FloatArena
    private let gradient: FloatArena
    private let features: FloatArena
    private let classes: [UInt32]
    private let values: FloatArena
    private let ids: [UInt64]

    init(_ shape: [Int], _ layers: [LayerDescription], loss: LossDescription, samples: Int) throws {
        let model = try Model(
            NetworkDescription(inputShape: shape, layers: layers.map { NamedLayer($0) }, loss: loss))
        replica = try Replica(model: model, maximumSamples: samples)
        parameters = model.initialParameters(seed: 1)
        gradient = FloatArena(count: model.layout.count)
        features = FloatArena(count: samples * model.inputCount)
        let takesTokens = if case .embedding? = layers.first { true } else { false }
        features.withMutableSpan { span in
            for index in span.indices { span[index] = takesTokens ? Float(index % 64) : Float(index % 89) / 89 - 0.5 }
        }
        classes = (0..<samples * model.predictionsPerSample).map { UInt32($0 % model.outputCount) }
        values = FloatArena(count: samples * model.outputCount)
        ids = (0..<UInt64(samples)).map { $0 }
    }

    func run() throws {
        let takesClasses = if case .crossEntropy = replica.model.description.loss { true } else { false }
        let (features, parameters, classes, values, ids) = (features, parameters, classes, values, ids)
        _ = try gradient.withMutableSpan { span throws(LearningError) in
            try replica.gradient(
                features: features.span, labels: takesClasses ? .classIndices(classes.span) : .values(values.span),
                parameters: parameters.span, keys: SampleKeys(seed: 1, step: 2, sampleIds: ids.span), into: &span)
        }
    }
}
