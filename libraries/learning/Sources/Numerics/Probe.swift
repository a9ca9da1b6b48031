public import Digests
private import Randomness

/// A fingerprint of what this process computes, by which a run tells whether a trainer's numbers may count.
public enum Probe {
    /// The digest of one forward and backward pass of `model` over a full micro-batch of fixed pseudo-random samples.
    ///
    /// Parameters, features and labels are pure functions of the model and `microBatch`: the initial parameters of
    /// seed 0, features uniform in [-1, 1), labels uniform over the classes. The digest covers, little-endian and in
    /// this order, every layer's activations, the gradient, the loss sum (Float64) and the correct count (UInt64), so
    /// it differs as soon as one bit of them does.
    ///
    /// Models of other kinds are fed what they take: tokens uniform over those of the embedding, a class for each position,
    /// 0 or 1 for values, the samples 0, 1, ... at step 0 of seed 0 for dropout.
    ///
    /// Throws `invalidDescription` when `microBatch` is out of bounds.
    public static func digest(of model: Model, microBatch: Int) throws(LearningError) -> Digest {
        let replica = try Replica(model: model, maximumSamples: microBatch)
        let parameters = model.initialParameters(seed: 0)
        let features = features(of: model, samples: microBatch)
        let labels = labels(count: microBatch * model.loss.positions, below: max(model.loss.classCount, 2))
        let values = labels.map { Float($0) }
        let ids = (0..<UInt64(microBatch)).map { $0 }
        let gradient = FloatArena(count: model.layout.count)
        var hash = SHA256()
        let outcome = try gradient.withMutableSpan { span throws(LearningError) in
            try replica.gradient(
                features: features.span,
                labels: model.loss.takesClasses ? .classIndices(labels.span) : .values(values.span),
                parameters: parameters.span, keys: SampleKeys(seed: 0, step: 0, sampleIds: ids.span), into: &span,
                observing: { hash.update(unsafe $0.bytes) })  // Floats are bytes without padding.
        }
        // Floats and integers are bytes without padding.
        hash.update(unsafe gradient.span.bytes)
        let numbers = [outcome.lossSum.bitPattern.littleEndian, UInt64(outcome.correct).littleEndian]
        hash.update(unsafe numbers.span.bytes)
        return hash.finalize()
    }

    private static func features(of model: Model, samples: Int) -> FloatArena {
        let field = RandomField(seed: 0, purpose: .probe, stream: 0)
        let arena = FloatArena(count: samples * model.inputCount)
        arena.withMutableSpan { span in
            for index in span.indices {
                if let embedding = model.network.embedding {
                    span[index] = Float(field.index(below: UInt64(embedding.tokens), at: UInt64(index)))
                } else {
                    span[index] = 2 * field.uniform(at: UInt64(index)) - 1
                }
            }
        }
        return arena
    }

    private static func labels(count: Int, below classCount: Int) -> [UInt32] {
        let field = RandomField(seed: 0, purpose: .probe, stream: 1)
        return (0..<count).map { UInt32(field.index(below: UInt64(classCount), at: UInt64($0))) }
    }
}
