import Learning
import Testing

@Suite struct ReplicaTests {
    static let description = NetworkDescription.multilayerPerceptron(inputs: 19, hidden: [13, 24], outputs: 10)

    @Test func `loss, accuracy and gradient agree with PyTorch`() throws {
        for example in try Fixture.read("perceptron.json", as: PerceptronFixture.self).cases {
            let replica = try Replica(model: Model(example.description), maximumSamples: example.samples)
            let (gradient, outcome) = try replica.gradient(example.features, example.labels, example.parameters)
            #expect(greatestDeviation(gradient, example.gradientSum) < 2e-6)
            #expect(abs(outcome.lossSum - example.lossSum) < 1e-6 * example.lossSum)
            #expect(outcome.correct == example.correct)
            let evaluated = try replica.evaluate(
                features: example.features.span, labels: .classIndices(example.labels.span),
                parameters: example.parameters.span)
            #expect(evaluated == outcome)
        }
    }

    @Test func `the gradient agrees with central differences of a Double reference`() throws {
        let reference = try ReferencePerceptron(Self.description)
        let model = try Model(Self.description)
        let parameters = model.initialParameters(seed: 3).array
        let features = randomFloats(9 * 19)
        let labels = randomClasses(9, below: 10)
        let (gradient, outcome) = try Replica(model: model, maximumSamples: 9).gradient(features, labels, parameters)
        let (exactFeatures, exactParameters) = (features.map(Double.init), parameters.map(Double.init))
        #expect(greatestDeviation(gradient, reference.gradient(exactFeatures, labels, exactParameters)) < 2e-6)
        let lossSum = reference.lossSum(exactFeatures, labels, exactParameters)
        #expect(abs(outcome.lossSum - lossSum) < 1e-6 * lossSum)
    }

    @Test func `a short micro-batch gives the sum over its own samples`() throws {
        let model = try Model(Self.description)
        let parameters = model.initialParameters(seed: 4).array
        let features = randomFloats(16 * 19)
        let labels = randomClasses(16, below: 10)
        let replica = try Replica(model: model, maximumSamples: 16)
        // A full one first, whose remains must not count.
        _ = try replica.gradient(features, labels, parameters)
        let short = try replica.gradient(Array(features.prefix(5 * 19)), Array(labels.prefix(5)), parameters)
        let single = try Replica(model: model, maximumSamples: 1)
        var sum = [Double](repeating: 0, count: model.layout.count)
        var lossSum = 0.0
        var correct = 0
        for sample in 0..<5 {
            let one = try single.gradient(
                Array(features[sample * 19..<(sample + 1) * 19]), [labels[sample]], parameters)
            for index in sum.indices { sum[index] += Double(one.gradient[index]) }
            lossSum += one.outcome.lossSum
            correct += one.outcome.correct
        }
        #expect(greatestDeviation(short.gradient, sum) < 2e-6)
        #expect(abs(short.outcome.lossSum - lossSum) < 1e-6 * lossSum)
        #expect(short.outcome.correct == correct)
    }

    @Test func `the bits are the same again, at other addresses, with other memory, after other batches`() throws {
        let model = try Model(Self.description)
        let parameters = model.initialParameters(seed: 5).array
        let features = randomFloats(11 * 19)
        let labels = randomClasses(11, below: 10)
        let first = try Replica(model: model, maximumSamples: 11).gradient(features, labels, parameters)
        let larger = try Replica(model: model, maximumSamples: 40)
        for offset in [0, 1, 2, 3, 5, 8, 13] {
            let other = try larger.gradient(features, labels, parameters, offset: offset)
            #expect(haveSameBits(other.gradient, first.gradient))
            #expect(other.outcome == first.outcome)
            _ = try larger.gradient(randomFloats(40 * 19, stream: 9), randomClasses(40, below: 10), parameters)
        }
    }

    @Test func `one-hot labels give the bits of class indices`() throws {
        let model = try Model(Self.description)
        let parameters = model.initialParameters(seed: 6)
        let features = randomFloats(7 * 19)
        let labels = randomClasses(7, below: 10)
        let replica = try Replica(model: model, maximumSamples: 7)
        let byIndex = try replica.gradient(features, labels, parameters.array)
        let rows = oneHot(labels, classCount: 10)
        let arena = FloatArena(count: model.layout.count)
        let outcome = try arena.withMutableSpan { span throws(LearningError) in
            try replica.gradient(
                features: features.span, labels: .oneHot(rows.span), parameters: parameters.span, into: &span)
        }
        #expect(haveSameBits(arena.array, byIndex.gradient))
        #expect(outcome == byIndex.outcome)
    }

    @Test func `a NaN among the features shows in loss and gradient`() throws {
        let model = try Model(Self.description)
        var features = randomFloats(3 * 19)
        features[25] = .nan
        let (gradient, outcome) = try Replica(model: model, maximumSamples: 3).gradient(
            features, [1, 2, 3], model.initialParameters(seed: 7).array)
        #expect(outcome.lossSum.isNaN)
        #expect(!gradient.isAllFinite)
    }

    @Test func `a label that is no class is refused, and nothing is written`() throws {
        let model = try Model(Self.description)
        let replica = try Replica(model: model, maximumSamples: 3)
        let error = #expect(throws: LearningError.self) {
            _ = try replica.gradient(randomFloats(3 * 19), [1, 10, 3], model.initialParameters(seed: 7).array)
        }
        #expect(error == .labelOutOfRange(sample: 1, label: 10, classCount: 10))
        #expect(error?.description == "labels: sample 1: expected a class below 10, got 10")
    }

    @Test(arguments: [[Float](repeating: 0, count: 3), [1, 1, 0], [0.5, 0.5, 0], [0, .nan, 0], [0, 2, 0]])
    func `a one-hot row that is not a single 1 is refused`(row: [Float]) throws {
        let model = try Model(.multilayerPerceptron(inputs: 2, hidden: [], outputs: 3))
        let replica = try Replica(model: model, maximumSamples: 2)
        let parameters = model.initialParameters(seed: 1)
        let rows = [0, 0, 1] + row
        let error = #expect(throws: LearningError.self) {
            _ = try replica.evaluate(
                features: randomFloats(4).span, labels: .oneHot(rows.span), parameters: parameters.span)
        }
        #expect(error == .labelNotOneHot(sample: 1, classCount: 3))
    }

    struct Counts: Sendable {
        let features: Int
        let labels: Int
        let parameters: Int
        let message: String
    }

    /// The model has 2 inputs, 3 outputs, 9 parameters; at most 2 samples.
    @Test(arguments: [
        Counts(
            features: 3, labels: 1, parameters: 9,
            message: "evaluate: features: expected (n, 2) with n in 1...2 elements, got 3"),
        Counts(
            features: 0, labels: 0, parameters: 9,
            message: "evaluate: features: expected (n, 2) with n in 1...2 elements, got 0"),
        Counts(
            features: 6, labels: 3, parameters: 9,
            message: "evaluate: features: expected (n, 2) with n in 1...2 elements, got 6"),
        Counts(features: 4, labels: 1, parameters: 9, message: "evaluate: labels: expected (2) elements, got 1"),
        Counts(features: 4, labels: 2, parameters: 8, message: "evaluate: parameters: expected 9 elements, got 8"),
    ])
    func `arguments of other sizes are refused`(counts: Counts) throws {
        let replica = try Replica(
            model: Model(.multilayerPerceptron(inputs: 2, hidden: [], outputs: 3)), maximumSamples: 2)
        let labels = [UInt32](repeating: 0, count: counts.labels)
        let error = #expect(throws: LearningError.self) {
            _ = try replica.evaluate(
                features: randomFloats(counts.features).span, labels: .classIndices(labels.span),
                parameters: randomFloats(counts.parameters).span)
        }
        #expect(error?.description == counts.message)
    }

    @Test func `a gradient of another size is refused`() throws {
        let replica = try Replica(
            model: Model(.multilayerPerceptron(inputs: 2, hidden: [], outputs: 3)), maximumSamples: 2)
        let error = #expect(throws: LearningError.self) {
            try FloatArena(count: 10).withMutableSpan { span throws(LearningError) in
                _ = try replica.gradient(
                    features: randomFloats(2).span, labels: .classIndices(([0] as [UInt32]).span),
                    parameters: randomFloats(9).span, into: &span)
            }
        }
        #expect(error?.description == "gradient: gradient: expected 9 elements, got 10")
    }

    @Test(arguments: [0, -1, Int(Int32.max) + 1])
    func `a replica for no samples or too many is refused`(samples: Int) throws {
        let model = try Model(.multilayerPerceptron(inputs: 2, hidden: [], outputs: 3))
        #expect(throws: LearningError.self) { _ = try Replica(model: model, maximumSamples: samples) }
    }
}
