import Learning
import Testing

/// Every layer and loss against a naive network in Double, and its central differences.
@Suite struct LayerTests {
    @Test(arguments: LayerExamples.all)
    func `forward agrees with plain loops`(example: NetworkExample) throws {
        let model = try Model(example.description)
        let (parameters, features) = (example.parameters(model), example.features(model))
        let reference = try ReferenceNetwork(example.description, parameters: parameters.map(Double.init))
        let outputs = try Replica(model: model, maximumSamples: example.samples).outputs(features, parameters)
        let expected = Self.rows(features, example.samples).flatMap { reference.output($0).values }
        #expect(greatestDeviation(outputs, expected) < 3e-6)
    }

    @Test(arguments: LayerExamples.all)
    func `the gradient agrees with central differences`(example: NetworkExample) throws {
        let model = try Model(example.description)
        let (parameters, features, labels) = (
            example.parameters(model), example.features(model), example.labels(model)
        )
        let replica = try Replica(model: model, maximumSamples: example.samples + 2)
        let (gradient, outcome) = try replica.gradient(features, labels: labels, parameters)
        let value: ([Double]) throws -> Double = { point in
            let reference = try ReferenceNetwork(example.description, parameters: point)
            return zip(Self.rows(features, example.samples), Self.rows(labels, example.samples))
                .reduce(0) { $0 + reference.loss($1.0, labels: $1.1) }
        }
        let exact = parameters.map(Double.init)
        let lossSum = try value(exact)
        #expect(abs(outcome.lossSum - lossSum) < 2e-6 * (1 + lossSum))
        let expected = try centralDifferences(at: exact, value)
        #expect(greatestDeviation(gradient, expected) < 5e-6)
    }

    /// x = 1 in all four pixels, y = 1, (y - 0)^2 has the gradient 2: the window gives it to its first pixel alone.
    @Test func `of equal pixels the first one has the gradient`() throws {
        let model = try Model(
            NetworkDescription(
                inputShape: [1, 2, 2],
                layers: [
                    NamedLayer(.convolution(channels: 1, kernel: 1)), NamedLayer(.maxPooling(kernel: 2, stride: 2)),
                    NamedLayer(.flatten), NamedLayer(.linear(outputs: 1)),
                ], loss: .meanSquaredError))
        let replica = try Replica(model: model, maximumSamples: 1)
        let (gradient, outcome) = try replica.gradient([1, 1, 1, 1], labels: [0], [1, 0, 1, 0])
        #expect(gradient == [2, 2, 2, 2] && outcome.lossSum == 1)
    }

    static func rows(_ values: [Float], _ samples: Int) -> [[Double]] {
        let width = values.count / samples
        return (0..<samples).map { values[$0 * width..<($0 + 1) * width].map(Double.init) }
    }
}
