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
    /// Throws `invalidDescription` when `microBatch` is out of bounds.
    public static func digest(of model: Model, microBatch: Int) throws(LearningError) -> Digest {
        let replica = try Replica(model: model, maximumSamples: microBatch)
        let parameters = model.initialParameters(seed: 0)
        let features = features(count: microBatch * model.inputCount)
        let labels = labels(count: microBatch, below: model.outputCount)
        let gradient = FloatArena(count: model.layout.count)
        let outcome = try gradient.withMutableSpan { span throws(LearningError) in
            try replica.gradient(
                features: features.span, labels: .classIndices(labels.span), parameters: parameters.span, into: &span)
        }
        var hash = SHA256()
        // Floats and integers are bytes without padding.
        replica.withActivations(of: microBatch) { hash.update(unsafe $0.bytes) }
        hash.update(unsafe gradient.span.bytes)
        let numbers = [outcome.lossSum.bitPattern.littleEndian, UInt64(outcome.correct).littleEndian]
        hash.update(unsafe numbers.span.bytes)
        return hash.finalize()
    }

    private static func features(count: Int) -> FloatArena {
        let field = RandomField(seed: 0, purpose: .probe, stream: 0)
        let arena = FloatArena(count: count)
        arena.withMutableSpan { span in
            for index in span.indices { span[index] = 2 * field.uniform(at: UInt64(index)) - 1 }
        }
        return arena
    }

    private static func labels(count: Int, below classCount: Int) -> [UInt32] {
        let field = RandomField(seed: 0, purpose: .probe, stream: 1)
        return (0..<count).map { UInt32(field.index(below: UInt64(classCount), at: UInt64($0))) }
    }
}
