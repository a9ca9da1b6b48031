internal import Foundation
internal import Learning
internal import ModelFiles

/// A hundred steps of the GPT from PyTorch's parameters on PyTorch's batches, with what both print: the losses.
struct LossCurve {
    static let (steps, batch) = (100, 8)

    let folder: String

    func run() throws {
        let model = try NamedExample.gpt()
        let start = try TensorFile(path: "\(folder)/torch-gpt-start.safetensors").parameters(model.layout)
        let positions = Self.batch * model.inputCount
        // (steps, batch, context), the inputs and the tokens behind them.
        let inputs = try FloatFile.read("\(folder)/gpt-batches.inputs")
        let labels = try FloatFile.read("\(folder)/gpt-batches.labels")
        guard inputs.count == Self.steps * positions, labels.count == inputs.count else {
            throw InteropError("expected \(Self.steps * positions) tokens, got \(inputs.count) and \(labels.count)")
        }
        let losses = try train(
            model, from: start,
            batches: (0..<Self.steps).map { step in
                let range = step * positions..<(step + 1) * positions
                return (Array(inputs[range]), labels[range].map { UInt32($0) })
            })
        try FloatFile.write(losses, to: "\(folder)/gpt.losses")
    }

    private func train(
        _ model: Model, from start: FloatArena, batches: [(inputs: [Float], labels: [UInt32])]
    ) throws -> [Float] {
        let optimiser = Optimiser.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01)
        let replica = try Replica(model: model, maximumSamples: Self.batch)
        var committed = TrainingState(parameters: start, optimiser: optimiser)
        var next = TrainingState(parameterCount: model.layout.count, optimiser: optimiser)
        let gradient = FloatArena(count: model.layout.count)
        return try batches.enumerated().map { step, batch in
            let parameters = committed.parameters
            let outcome = try gradient.withMutableSpan { gradient in
                try replica.gradient(
                    features: batch.inputs.span, labels: .classIndices(batch.labels.span), parameters: parameters.span,
                    into: &gradient)
            }
            optimiser.apply(
                0..<model.layout.count, step: UInt64(step), rate: 1e-3, gradientSum: gradient.span,
                sampleCount: Self.batch, from: committed, into: next)
            swap(&committed, &next)
            return Float(outcome.lossSum / Double(Self.batch))
        }
    }
}
