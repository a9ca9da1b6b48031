import Learning
import Testing

/// Three short runs on images and a text: their losses are PyTorch's, and, to the bit, what they were.
@Suite struct LossCurveTests {
    struct Curve: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let description: NetworkDescription
        let optimiser: Optimiser
        let rate: Double
        /// How far from PyTorch's a loss may be: both round differently, and training makes more of it.
        let tolerance: Double
        /// Our first ten losses.
        let pinned: [Double]
    }

    private static let adamW = Optimiser.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01)

    static let perceptron = Curve(
        testDescription: "mlp", description: .multilayerPerceptron(inputs: 784, hidden: [32, 16], outputs: 10),
        optimiser: .sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-4), rate: 0.02, tolerance: 5e-6,
        pinned: [
            2.3125340342521667, 2.275359183549881, 2.3117519319057465, 2.2947874665260315, 2.322797805070877,
            2.2776883840560913, 2.296655595302582, 2.2436745166778564, 2.2778156101703644, 2.146597385406494,
        ])

    static let lenet = Curve(
        testDescription: "lenet",
        description: .lenet(inputShape: [1, 28, 28], channels: [4, 8], kernel: 5, hidden: 32, outputs: 10),
        optimiser: adamW, rate: 0.002, tolerance: 5e-6,
        pinned: [
            2.2946247160434723, 2.2972321212291718, 2.3117218613624573, 2.2794442772865295, 2.316420316696167,
            2.2656360864639282, 2.24819678068161, 2.2498155534267426, 2.205422669649124, 2.192111551761627,
        ])

    static func gpt() throws -> Curve {
        Curve(
            testDescription: "gpt", description: try .gpt(tokens: 34, context: 16, width: 16, heads: 2, layers: 2),
            optimiser: adamW, rate: 0.003, tolerance: 5e-6,
            pinned: [
                3.5591613464057446, 3.5882480293512344, 3.342069376260042, 3.659639213234186, 3.5639284513890743,
                3.36543638817966, 3.1379166301339865, 3.2880563139915466, 3.02889459207654, 3.0991152599453926,
            ])
    }

    @Test func `a hundred losses of a perceptron on Fashion-MNIST are PyTorch's`() throws {
        try Self.compare(Self.perceptron)
    }

    @Test func `sixty losses of LeNet on Fashion-MNIST are PyTorch's`() throws { try Self.compare(Self.lenet) }

    @Test func `a hundred losses of a GPT on a text are PyTorch's`() throws { try Self.compare(Self.gpt()) }

    @Test(.enabled(if: Numerics.inForce() == Numerics(blasKernel: "Haswell", blasThreads: 1)))
    func `the first ten losses are what they were`() throws {
        for curve in [Self.perceptron, Self.lenet, try Self.gpt()] {
            #expect(try Self.losses(of: curve, steps: 10) == curve.pinned, "\(curve.testDescription)")
        }
    }

    private static func compare(_ curve: Curve) throws {
        let expected = try #require(Self.fixture().curve(named: curve.testDescription)).losses
        let losses = try losses(of: curve, steps: expected.count)
        for step in expected.indices {
            #expect(abs(losses[step] - expected[step]) < curve.tolerance, "step \(step)")
        }
        let learned = losses.prefix(8).reduce(0, +) - losses.suffix(8).reduce(0, +)
        #expect(learned > 8 * 0.5)
    }

    private static func fixture() throws -> CurveFixture { try Fixture.read("curves.json", as: CurveFixture.self) }

    /// The mean losses of so many steps.
    private static func losses(of curve: Curve, steps: Int) throws -> [Double] {
        let fixture = try fixture()
        let start = try #require(fixture.curve(named: curve.testDescription))
        let model = try Model(curve.description)
        try #require(model.layout.entries.map(\.range.count) == start.tensors.map(\.count))
        let samples = model.predictionsPerSample > 1 ? fixture.windows(context: model.inputCount) : fixture.images
        let replica = try Replica(model: model, maximumSamples: start.batch)
        var committed = TrainingState(parameters: FloatArena(start.initialParameters), optimiser: curve.optimiser)
        var next = TrainingState(parameterCount: model.layout.count, optimiser: curve.optimiser)
        return try (0..<steps).map { step in
            let batch = (0..<start.batch).map { samples[(step * start.batch + $0) % samples.count] }
            let (gradient, outcome) = try replica.gradient(
                batch.flatMap(\.features), batch.flatMap(\.labels), committed.parameters.array)
            curve.optimiser.apply(
                0..<model.layout.count, step: UInt64(step), rate: curve.rate, gradientSum: gradient.span,
                sampleCount: start.batch, from: committed, into: next)
            swap(&committed, &next)
            return outcome.lossSum / Double(start.batch)
        }
    }
}
