import Learning
import Testing

/// Whole networks against numbers from PyTorch.
@Suite struct PyTorchTests {
    static let names = ["convolutions", "residual-images", "transformer", "activations", "binary"]

    @Test(arguments: names)
    func `tensors have PyTorch's names, shapes and order`(name: String) throws {
        let fixture = try Fixture.read("network-\(name).json", as: NetworkFixture.self)
        let layout = try Model(fixture.description).layout
        #expect(layout.entries.map(\.name) == fixture.names)
        #expect(layout.entries.map(\.shape) == fixture.shapes)
    }

    @Test(arguments: names)
    func `outputs and gradient agree with PyTorch's`(name: String) throws {
        let fixture = try Fixture.read("network-\(name).json", as: NetworkFixture.self)
        let replica = try Replica(model: Model(fixture.description), maximumSamples: fixture.samples)
        let outputs = try replica.outputs(fixture.features, fixture.parameters)
        #expect(greatestDeviation(outputs, fixture.outputs) < 2e-6)
        let (gradient, outcome) = try replica.gradient(fixture.features, labels: fixture.labels, fixture.parameters)
        let samples = Float(fixture.samples)
        #expect(greatestDeviation(gradient.map { $0 / samples }, fixture.gradient) < 2e-6)
        #expect(abs(outcome.lossSum / Double(fixture.samples) - fixture.losses[0]) < 2e-6)
    }

    @Test(arguments: names)
    func `ten optimiser steps agree with PyTorch's`(name: String) throws {
        let fixture = try Fixture.read("network-\(name).json", as: NetworkFixture.self)
        let model = try Model(fixture.description)
        let replica = try Replica(model: model, maximumSamples: fixture.samples)
        let optimiser = Optimiser.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-4, weightDecay: 0.01)
        var committed = TrainingState(parameters: FloatArena(fixture.parameters), optimiser: optimiser)
        var next = TrainingState(parameterCount: model.layout.count, optimiser: optimiser)
        for step in fixture.losses.indices {
            let (gradient, outcome) = try replica.gradient(
                fixture.features, labels: fixture.labels, committed.parameters.array)
            #expect(abs(outcome.lossSum / Double(fixture.samples) - fixture.losses[step]) < 1e-5, "step \(step)")
            optimiser.apply(
                0..<model.layout.count, step: UInt64(step), rate: fixture.rate, gradientSum: gradient.span,
                sampleCount: fixture.samples, from: committed, into: next)
            swap(&committed, &next)
        }
        #expect(greatestDeviation(committed.parameters.array, fixture.result) < 1e-5)
    }
}
