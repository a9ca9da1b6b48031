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
    private let loss: SoftmaxCrossEntropy
    /// Each layer's output, (maximumSamples, outputs); the last holds the logits.
    private let activations: [FloatArena]
    /// The gradient with respect to one layer's output and, while going back, the one before it.
    private let outputGradient: FloatArena
    private let inputGradient: FloatArena
    private var targets: [UInt32]

    /// A replica for batches of up to `maximumSamples`.
    ///
    /// Throws `invalidDescription` when that is below 1 or above what a matrix product can count.
    public init(model: Model, maximumSamples: Int) throws(LearningError) {
        guard maximumSamples >= 1 && maximumSamples <= Int(Int32.max) else {
            throw .invalidDescription(
                key: "microBatch", expected: "a number of samples in 1...\(Int32.max)", got: "\(maximumSamples)")
        }
        self.model = model
        self.maximumSamples = maximumSamples
        loss = SoftmaxCrossEntropy(classCount: model.outputCount)
        activations = model.layers.map { FloatArena(count: maximumSamples * $0.outputs) }
        let widest = model.layers.reduce(0) { max($0, $1.outputs) }
        outputGradient = FloatArena(count: maximumSamples * widest)
        inputGradient = FloatArena(count: model.layers.count > 1 ? maximumSamples * widest : 0)
        targets = [UInt32](repeating: 0, count: maximumSamples)
    }

    /// Writes the gradient of the loss, SUMMED over the samples, and returns the loss sum and the correct count.
    ///
    /// `features` is (N, inputs) with N in 1...maximumSamples, `labels` those of the N samples, `parameters` and
    /// `gradient` are flat vectors of the model's layout. Every element of `gradient` is overwritten, whatever it was.
    ///
    /// Throws `countMismatch`, `labelOutOfRange` or `labelNotOneHot` before anything is written.
    public func gradient(
        features: Span<Float>, labels: borrowing Labels, parameters: Span<Float>,
        into gradient: inout MutableSpan<Float>
    ) throws(LearningError) -> BatchOutcome {
        let samples = try check(features, labels, parameters, operation: "gradient")
        try require(gradient.count, model.layout.count, "gradient", operation: "gradient")
        forward(features, samples, parameters)
        let outcome = lossBackward(samples)
        backward(features, samples, parameters, &gradient)
        return outcome
    }

    /// Returns the loss sum and the correct count of a batch, without a gradient.
    ///
    /// `features` is (N, inputs) with N in 1...maximumSamples, `labels` those of the N samples, `parameters` the flat
    /// vector of the model's layout. Throws `countMismatch`, `labelOutOfRange` or `labelNotOneHot`.
    public func evaluate(
        features: Span<Float>, labels: borrowing Labels, parameters: Span<Float>
    ) throws(LearningError) -> BatchOutcome {
        let samples = try check(features, labels, parameters, operation: "evaluate")
        forward(features, samples, parameters)
        return lossForward(samples)
    }

    /// Each layer's outputs of the latest batch, (samples, outputs), from the first layer to the logits.
    func withActivations(of samples: Int, _ body: (Span<Float>) -> Void) {
        for (layer, arena) in zip(model.layers, activations) {
            body(arena.span.extracting(first: samples * layer.outputs))
        }
    }
}

extension Replica {
    private func forward(_ features: Span<Float>, _ samples: Int, _ parameters: Span<Float>) {
        forward(layer: 0, input: features, samples, parameters)
        for index in model.layers.indices.dropFirst() {
            let previous = activations[index - 1]
            let input = previous.span.extracting(first: samples * model.layers[index].inputs)
            forward(layer: index, input: input, samples, parameters)
        }
    }

    private func forward(layer index: Int, input: Span<Float>, _ samples: Int, _ parameters: Span<Float>) {
        let layer = model.layers[index]
        activations[index].withMutableSpan { span in
            var output = span.part(0..<samples * layer.outputs)
            layer.forward(
                input, samples: samples, parameters: parameters, rectified: index < model.layers.count - 1, to: &output)
        }
    }

    private func lossForward(_ samples: Int) -> BatchOutcome {
        let (logits, classes) = (logits, targets)
        return loss.forward(logits.span, labels: classes.span, samples: samples)
    }

    private func lossBackward(_ samples: Int) -> BatchOutcome {
        let (logits, classes) = (logits, targets)
        return outputGradient.withMutableSpan { span in
            loss.forwardAndBackward(logits.span, labels: classes.span, samples: samples, gradient: &span)
        }
    }

    private func backward(
        _ features: Span<Float>, _ samples: Int, _ parameters: Span<Float>, _ gradient: inout MutableSpan<Float>
    ) {
        var (output, input) = (outputGradient, inputGradient)
        for index in model.layers.indices.dropFirst().reversed() {
            backward(layer: index, from: output, to: input, samples, parameters, &gradient)
            swap(&output, &input)
        }
        let first = model.layers[0]
        let dy = output.span.extracting(first: samples * first.outputs)
        first.backwardToParameters(outputGradient: dy, input: features, samples: samples, gradient: &gradient)
    }

    /// Goes back through a layer that has another one in front of it, and through that one's ReLU.
    private func backward(
        layer index: Int, from outputGradient: FloatArena, to inputGradient: FloatArena, _ samples: Int,
        _ parameters: Span<Float>, _ gradient: inout MutableSpan<Float>
    ) {
        let layer = model.layers[index]
        let previous = activations[index - 1]
        let x = previous.span.extracting(first: samples * layer.inputs)
        let dy = outputGradient.span.extracting(first: samples * layer.outputs)
        layer.backwardToParameters(outputGradient: dy, input: x, samples: samples, gradient: &gradient)
        inputGradient.withMutableSpan { span in
            var dx = span.part(0..<samples * layer.inputs)
            layer.backwardToInput(
                outputGradient: dy, parameters: parameters, samples: samples, inputGradient: &dx)
            rectifyBackward(output: x, gradient: &dx)
        }
    }

    /// The output of the last layer.
    private var logits: FloatArena { activations[model.layers.count - 1] }

    /// Checks the arguments, keeps the labels in `targets`, and returns the number of samples.
    private func check(
        _ features: Span<Float>, _ labels: borrowing Labels, _ parameters: Span<Float>, operation: String
    ) throws(LearningError) -> Int {
        let (samples, rest) = features.count.quotientAndRemainder(dividingBy: model.inputCount)
        guard rest == 0 && samples >= 1 && samples <= maximumSamples else {
            throw .countMismatch(
                operation: operation, argument: "features",
                expected: "(n, \(model.inputCount)) with n in 1...\(maximumSamples)", got: features.count)
        }
        try require(parameters.count, model.layout.count, "parameters", operation: operation)
        try labels.write(to: &targets, samples: samples, classCount: model.outputCount, operation: operation)
        return samples
    }

    private func require(
        _ got: Int, _ expected: Int, _ argument: String, operation: String
    ) throws(LearningError) {
        guard got == expected else {
            throw .countMismatch(operation: operation, argument: argument, expected: "\(expected)", got: got)
        }
    }
}
