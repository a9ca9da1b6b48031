/// One copy of a model at work: it owns the memory for the activations of a batch, and nothing else.
///
/// Parameters and gradients belong to the caller, so that they can lie in messages. A replica serves one computation
/// at a time. Computing allocates nothing.
///
/// The bits of a gradient depend on its arguments, the number of samples, and OpenBLAS's kernel and thread count
/// (`Numerics`); not on addresses, not on what was computed before, not on `maximumSamples`.
public final class Replica {
    /// What is computed.
    public let model: Model
    /// The most samples that a batch may have.
    public let maximumSamples: Int
    let plan: MemoryPlan
    private let arena: FloatArena
    private var classes: [UInt32]
    private let values: FloatArena

    /// A replica for batches of up to `maximumSamples`.
    ///
    /// Throws `invalidDescription` when that is below 1 or above what a matrix product can count, or when the activations
    /// would take more memory than anyone has.
    public init(model: Model, maximumSamples: Int) throws(LearningError) {
        guard maximumSamples >= 1 && maximumSamples <= Int(Int32.max) else {
            throw .invalidDescription(
                key: "microBatch", expected: "a number of samples in 1...\(Int32.max)", got: "\(maximumSamples)")
        }
        self.model = model
        self.maximumSamples = maximumSamples
        plan = try MemoryPlanner.plan(model.network, samples: maximumSamples)
        arena = FloatArena(count: plan.count)
        let labels = maximumSamples * model.loss.positions
        classes = [UInt32](repeating: 0, count: model.loss.takesClasses ? labels : 0)
        values = FloatArena(count: model.loss.takesClasses ? 0 : labels)
    }

    /// The bytes that the replica's activations take.
    public var activationBytes: Int { plan.count * MemoryLayout<Float>.stride }

    /// Writes the gradient of the loss, SUMMED over the samples, and returns the loss sum and the correct count.
    ///
    /// `features` is (N, inputs) with N in 1...maximumSamples, `labels` those of the N samples, `parameters` and
    /// `gradient` are flat vectors of the model's layout. Every element of `gradient` is overwritten, whatever it was.
    /// `keys` are those of the N samples, for a model with dropout.
    ///
    /// Throws `countMismatch`, `tokenOutOfRange`, `labelKindMismatch`, `labelOutOfRange`, `labelNotOneHot` or
    /// `sampleKeysMismatch` before anything is written.
    public func gradient(
        features: Span<Float>, labels: borrowing Labels, parameters: Span<Float>, keys: SampleKeys? = nil,
        into gradient: inout MutableSpan<Float>
    ) throws(LearningError) -> BatchOutcome {
        let samples = try check(features, labels, parameters, operation: "gradient")
        try check(keys, samples: samples)
        try require(gradient.count, model.layout.count, "gradient", operation: "gradient")
        forward(features, samples, parameters, keys)
        let outcome = lossBackward(samples)
        backward(features, samples, parameters, keys, &gradient)
        return outcome
    }

    /// Returns the loss sum and the correct count of a batch, without a gradient and without dropout.
    ///
    /// `features` is (N, inputs) with N in 1...maximumSamples, `labels` those of the N samples, `parameters` the flat
    /// vector of the model's layout. Throws `countMismatch`, `tokenOutOfRange`, `labelKindMismatch`, `labelOutOfRange` or
    /// `labelNotOneHot`.
    public func evaluate(
        features: Span<Float>, labels: borrowing Labels, parameters: Span<Float>
    ) throws(LearningError) -> BatchOutcome {
        let samples = try check(features, labels, parameters, operation: "evaluate")
        forward(features, samples, parameters, nil)
        return lossForward(samples)
    }

    /// The same, and the predictions whose class is among the `k` greatest outputs (`Metrics.correct`).
    ///
    /// For a model whose labels are classes. Throws as `evaluate(features:labels:parameters:)` does, and
    /// `labelKindMismatch` for a model of values.
    public func evaluate(
        features: Span<Float>, labels: borrowing Labels, parameters: Span<Float>, amongFirst k: Int
    ) throws(LearningError) -> (outcome: BatchOutcome, amongFirst: Int) {
        guard model.loss.takesClasses else { throw .labelKindMismatch(expected: "classes", got: "values") }
        let outcome = try evaluate(features: features, labels: labels, parameters: parameters)
        let (arena, classes) = (arena, classes)
        let samples = features.count / model.inputCount
        let predictions = classes.span.extracting(0..<samples * model.loss.positions)
        return (
            outcome,
            Metrics.correct(
                amongFirst: k, outputs: arena.view(plan.output.range(samples: samples)), classes: predictions,
                classCount: model.loss.classCount)
        )
    }

    /// Gives `body` what the model makes of the features, before the loss and without dropout: (N, outputs), or
    /// (N, positions, outputs).
    ///
    /// Throws `countMismatch` or `tokenOutOfRange`.
    public func predict(
        features: Span<Float>, parameters: Span<Float>, _ body: (Span<Float>) -> Void
    ) throws(LearningError) {
        let samples = try check(features, parameters, operation: "predict")
        forward(features, samples, parameters, nil)
        let arena = arena
        body(arena.view(plan.output.range(samples: samples)))
    }

    /// `gradient`, and each layer's outputs on the way, (N, outputs), from the first layer to the last.
    func gradient(
        features: Span<Float>, labels: borrowing Labels, parameters: Span<Float>, keys: SampleKeys? = nil,
        into gradient: inout MutableSpan<Float>, observing: (Span<Float>) -> Void
    ) throws(LearningError) -> BatchOutcome {
        let samples = try check(features, labels, parameters, operation: "gradient")
        try check(keys, samples: samples)
        try require(gradient.count, model.layout.count, "gradient", operation: "gradient")
        let arena = arena
        for step in plan.forward {
            forward(step, features, samples, parameters, keys)
            observing(arena.view(step.target.range(samples: samples)))
        }
        let outcome = lossBackward(samples)
        backward(features, samples, parameters, keys, &gradient)
        return outcome
    }
}

extension Replica {
    private func forward(
        _ features: Span<Float>, _ samples: Int, _ parameters: Span<Float>, _ keys: SampleKeys?
    ) {
        for step in plan.forward { forward(step, features, samples, parameters, keys) }
    }

    private func forward(
        _ step: MemoryPlan.ForwardStep, _ features: Span<Float>, _ samples: Int, _ parameters: Span<Float>,
        _ keys: SampleKeys?
    ) {
        let arena = arena
        switch step {
        case .layer(let layer, let input, let output, let kept, let scratch):
            // The plan gives all that a step uses ranges of their own.
            var y = unsafe arena.mutableView(output.range(samples: samples))
            var keptPart = unsafe arena.mutableView(kept.range(samples: samples))
            var scratchPart = unsafe arena.mutableView(scratch.range(samples: samples))
            layer.forward(
                Self.source(input, arena, features, samples), to: &y,
                Pass(samples: samples, parameters: parameters, keys: keys), kept: &keptPart, scratch: &scratchPart)
        case .add(let left, let right, let target):
            // Likewise; where the target is `left` it is not read besides.
            var sum = unsafe arena.mutableView(target.range(samples: samples))
            let other = Self.source(right, arena, features, samples)
            if target == left {
                sum.add(other)
            } else {
                sum.write(arena.view(left.range(samples: samples)), other) { $0 + $1 }
            }
        }
    }

    private func backward(
        _ features: Span<Float>, _ samples: Int, _ parameters: Span<Float>, _ keys: SampleKeys?,
        _ gradient: inout MutableSpan<Float>
    ) {
        for step in plan.backward { backward(step, features, samples, parameters, keys, &gradient) }
    }

    private func backward(
        _ step: MemoryPlan.BackwardStep, _ features: Span<Float>, _ samples: Int, _ parameters: Span<Float>,
        _ keys: SampleKeys?, _ gradient: inout MutableSpan<Float>
    ) {
        let arena = arena
        switch step {
        case .layer(let layer, let outputGradient, let input, let output, let inputGradient, let kept, let scratch):
            // The plan gives all that a step uses ranges of their own.
            var dy = unsafe arena.mutableView(outputGradient.range(samples: samples))
            var dx = unsafe arena.mutableView((inputGradient ?? .nothing).range(samples: samples))
            var keptPart = unsafe arena.mutableView(kept.range(samples: samples))
            var scratchPart = unsafe arena.mutableView(scratch.range(samples: samples))
            layer.backward(
                &dy, input: Self.source(input ?? .slot(.nothing), arena, features, samples),
                output: arena.view((output ?? .nothing).range(samples: samples)), gradient: &gradient,
                inputGradient: &dx, Pass(samples: samples, parameters: parameters, keys: keys), kept: &keptPart,
                scratch: &scratchPart)
        case .add(let other, let target):
            var sum = unsafe arena.mutableView(target.range(samples: samples))  // Likewise.
            sum.add(arena.view(other.range(samples: samples)))
        case .copy(let other, let target):
            var copy = unsafe arena.mutableView(target.range(samples: samples))  // Likewise.
            copy.copy(arena.view(other.range(samples: samples)))
        }
    }

    @_lifetime(borrow arena, copy features)
    private static func source(
        _ source: MemoryPlan.Source, _ arena: FloatArena, _ features: Span<Float>, _ samples: Int
    ) -> Span<Float> {
        switch source {
        case .features: features
        case .slot(let slot): arena.view(slot.range(samples: samples))
        }
    }

    private func lossForward(_ samples: Int) -> BatchOutcome {
        let (arena, labels, values) = (arena, classes, values)
        var none = MutableSpan<Float>()
        return model.loss.evaluate(
            arena.view(plan.output.range(samples: samples)), classes: labels.span, values: values.span,
            samples: samples, gradient: &none)
    }

    private func lossBackward(_ samples: Int) -> BatchOutcome {
        let (arena, labels, values) = (arena, classes, values)
        // The plan gives logits and their gradient ranges of their own.
        var gradient = unsafe arena.mutableView(plan.outputGradient.range(samples: samples))
        return model.loss.evaluate(
            arena.view(plan.output.range(samples: samples)), classes: labels.span, values: values.span,
            samples: samples, gradient: &gradient)
    }
}

extension Replica {
    /// Checks the arguments, keeps the labels, and returns the number of samples.
    private func check(
        _ features: Span<Float>, _ labels: borrowing Labels, _ parameters: Span<Float>, operation: String
    ) throws(LearningError) -> Int {
        let samples = try check(features, parameters, operation: operation)
        if model.loss.takesClasses {
            try labels.write(
                to: &classes, samples: samples * model.loss.positions, classCount: model.loss.classCount,
                operation: operation)
        } else {
            try labels.write(
                valuesTo: values, samples: samples, outputs: model.loss.positions, operation: operation)
        }
        return samples
    }

    private func check(
        _ features: Span<Float>, _ parameters: Span<Float>, operation: String
    ) throws(LearningError) -> Int {
        let (samples, rest) = features.count.quotientAndRemainder(dividingBy: model.inputCount)
        guard rest == 0 && samples >= 1 && samples <= maximumSamples else {
            throw .countMismatch(
                operation: operation, argument: "features",
                expected: "(n, \(model.inputCount)) with n in 1...\(maximumSamples)", got: features.count)
        }
        try require(parameters.count, model.layout.count, "parameters", operation: operation)
        if let embedding = model.network.embedding {
            for index in features.indices where !embedding.holds(features[index]) {
                throw .tokenOutOfRange(index: index, token: features[index], tokens: embedding.tokens)
            }
        }
        return samples
    }

    private func check(_ keys: SampleKeys?, samples: Int) throws(LearningError) {
        guard model.network.drawsRandomNumbers else { return }
        let got = keys?.sampleIds.count ?? 0
        guard got == samples else { throw .sampleKeysMismatch(expected: samples, got: got) }
    }

    private func require(
        _ got: Int, _ expected: Int, _ argument: String, operation: String
    ) throws(LearningError) {
        guard got == expected else {
            throw .countMismatch(operation: operation, argument: argument, expected: "\(expected)", got: got)
        }
    }
}

extension MemoryPlan.ForwardStep {
    /// What it writes.
    fileprivate var target: MemoryPlan.Slot {
        switch self {
        case .layer(_, _, let output, _, _): output
        case .add(_, _, let target): target
        }
    }
}
