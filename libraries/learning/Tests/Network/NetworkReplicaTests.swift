import Learning
import Randomness
import Testing

@Suite struct NetworkReplicaTests {
    @Test(arguments: LayerExamples.all)
    func `tensors that live at the same time lie apart, and places are used again`(example: NetworkExample) throws {
        let replica = try Replica(model: Model(example.description), maximumSamples: 7)
        let lifetimes = replica.tensorLifetimes
        for (index, one) in lifetimes.enumerated() {
            #expect(one.range.lowerBound % 16 == 0 && one.range.upperBound * 4 <= replica.activationBytes)
            for other in lifetimes.dropFirst(index + 1) where one.steps.overlaps(other.steps) {
                #expect(!one.range.overlaps(other.range))
            }
        }
        let sum = lifetimes.reduce(0) { $0 + ($1.range.count + 15) / 16 * 16 }
        #expect(lifetimes.count < 8 || replica.activationBytes < sum * 4)
    }

    @Test(arguments: LayerExamples.all)
    func `the bits of a short micro-batch are those of a replica of its size`(example: NetworkExample) throws {
        let model = try Model(example.description)
        let (parameters, features, labels) = (
            example.parameters(model), example.features(model), example.labels(model)
        )
        let exact = try Replica(model: model, maximumSamples: example.samples)
        let larger = try Replica(model: model, maximumSamples: example.samples + 9)
        let expected = try exact.gradient(features, labels: labels, parameters)
        for _ in 0..<2 {
            let got = try larger.gradient(features, labels: labels, parameters)
            #expect(haveSameBits(got.gradient, expected.gradient))
            #expect(got.outcome == expected.outcome)
        }
    }

    static let dropout = NetworkExample(
        "dropout", [6],
        [
            // Numbers are drawn 32 at once, and one by one behind them.
            .linear(outputs: 70), .dropout(probability: 0.4), .linear(outputs: 11), .dropout(probability: 0.2),
            .linear(outputs: 3),
        ])

    @Test func `dropout is a function of seed, step, sample, layer and element, in value and gradient`() throws {
        let model = try Model(Self.dropout.description)
        let (parameters, features, labels) = (
            Self.dropout.parameters(model), Self.dropout.features(model), Self.dropout.labels(model)
        )
        let ids: [UInt64] = [7, 1 << 40, 3]
        let replica = try Replica(model: model, maximumSamples: 3)
        let (gradient, outcome) = try replica.gradient(
            features, labels: labels, parameters, keys: SampleKeys(seed: 5, step: 9, sampleIds: ids.span))
        let value: ([Double]) throws -> Double = { point in
            var reference = try ReferenceNetwork(Self.dropout.description, parameters: point)
            return zip(ids, zip(LayerTests.rows(features, 3), LayerTests.rows(labels, 3))).reduce(0) { sum, sample in
                reference.dropout = Self.factors(seed: 5, step: 9, sample: sample.0)
                return sum + reference.loss(sample.1.0, labels: sample.1.1)
            }
        }
        let exact = parameters.map(Double.init)
        #expect(abs(outcome.lossSum - (try value(exact))) < 2e-6 * outcome.lossSum)
        #expect(greatestDeviation(gradient, try centralDifferences(at: exact, value)) < 5e-6)
    }

    @Test func `a sample drops the same elements in whatever micro-batch it comes`() throws {
        let model = try Model(Self.dropout.description)
        let (parameters, features, labels) = (
            Self.dropout.parameters(model), Self.dropout.features(model), Self.dropout.labels(model)
        )
        let replica = try Replica(model: model, maximumSamples: 3)
        let ids: [UInt64] = [4, 5, 6]
        let together = try replica.gradient(
            features, labels: labels, parameters, keys: SampleKeys(seed: 1, step: 2, sampleIds: ids.span))
        var sum = 0.0
        for sample in 0..<3 {
            sum += try replica.gradient(
                Array(features[sample * 6..<(sample + 1) * 6]), labels: [labels[sample]], parameters,
                keys: SampleKeys(seed: 1, step: 2, sampleIds: ids.span.extracting(sample..<sample + 1))
            ).outcome.lossSum
        }
        #expect(abs(together.outcome.lossSum - sum) < 1e-6 * sum)
    }

    @Test func `training with dropout needs the samples' keys`() throws {
        let model = try Model(Self.dropout.description)
        let replica = try Replica(model: model, maximumSamples: 3)
        let error = #expect(throws: LearningError.self) {
            _ = try replica.gradient(
                Self.dropout.features(model), labels: Self.dropout.labels(model), Self.dropout.parameters(model))
        }
        #expect(error?.description == "sample keys: expected those of 3 samples, got 0")
    }

    @Test(arguments: [(Float(7), "7.0"), (-1, "-1.0"), (0.5, "0.5"), (.nan, "nan")])
    func `a feature that is no token is refused`(token: Float, text: String) throws {
        let model = try Model(
            NetworkDescription(
                inputShape: [2],
                layers: [
                    NamedLayer(.embedding(tokens: 7, width: 3)), NamedLayer(.linear(outputs: 7)),
                ]))
        let replica = try Replica(model: model, maximumSamples: 1)
        let error = #expect(throws: LearningError.self) {
            _ = try replica.outputs([6, token], model.initialParameters(seed: 1).array)
        }
        #expect(error?.description == "features: element 1: expected a whole number below 7, got \(text)")
    }

    @Test func `labels of the other kind are refused`() throws {
        let regression = try Model(
            NetworkDescription(inputShape: [2], layers: [NamedLayer(.linear(outputs: 3))], loss: .meanSquaredError))
        let error = #expect(throws: LearningError.self) {
            _ = try Replica(model: regression, maximumSamples: 1).evaluate(
                features: ([1, 2] as [Float]).span, labels: .classIndices(([0] as [UInt32]).span),
                parameters: regression.initialParameters(seed: 1).span)
        }
        #expect(error?.description == "labels: expected values, got classes")
    }

    /// What the two dropout layers multiply the elements of a sample by.
    private static func factors(seed: UInt64, step: UInt64, sample: UInt64) -> [[Double]] {
        [(70, 0.4), (11, 0.2)].enumerated().map { layer, size in
            let stream = UInt32(layer)
            let stepKey = RandomField(seed: seed, purpose: .dropout, stream: stream).word64(at: step)
            let sampleKey = RandomField(seed: stepKey, purpose: .dropout, stream: stream).word64(at: sample)
            let field = RandomField(seed: sampleKey, purpose: .dropout, stream: stream)
            return (0..<size.0).map { field.uniform(at: UInt64($0)) < Float(size.1) ? 0 : 1 / (1 - size.1) }
        }
    }
}
