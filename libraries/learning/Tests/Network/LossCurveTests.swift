import Learning
import Testing

/// The first steps of training, pinned: whatever changes a bit of a network, a loss or an optimiser shows here.
@Suite(.enabled(if: Numerics.inForce() == Numerics(blasKernel: "Haswell", blasThreads: 1)))
struct LossCurveTests {
    struct Curve: CustomTestStringConvertible, Sendable {
        let name: String
        let description: NetworkDescription
        let optimiser: Optimiser
        let losses: [Double]

        var testDescription: String { name }
    }

    static let curves = [
        Curve(
            name: "mlp", description: .multilayerPerceptron(inputs: 64, hidden: [24, 16], outputs: 4),
            optimiser: .sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-4),
            losses: [
                1.4129094928503036, 1.4051665663719177, 1.394326165318489, 1.381680190563202, 1.3669776320457458,
                1.3502501249313354, 1.3317147195339203, 1.3115776926279068, 1.290216714143753, 1.267872154712677,
            ]),
        Curve(
            name: "lenet",
            description: .lenet(inputShape: [1, 12, 12], channels: [4, 8], kernel: 3, hidden: 16, outputs: 4),
            optimiser: .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01),
            losses: [
                1.4409871101379395, 1.3802539706230164, 1.3301033526659012, 1.2800089567899704, 1.2262847125530243,
                1.1752336993813515, 1.1355898454785347, 1.106972023844719, 1.0795483589172363, 1.0415241345763206,
            ]),
    ]

    @Test(arguments: curves)
    func `the first ten losses are what they were`(curve: Curve) throws {
        let losses = try Self.losses(of: curve)
        #expect(losses == curve.losses)
        #expect(losses[9] < losses[0])
    }

    /// The mean losses of ten steps on eight fixed samples.
    private static func losses(of curve: Curve) throws -> [Double] {
        let model = try Model(curve.description)
        let replica = try Replica(model: model, maximumSamples: 8)
        var committed = TrainingState(parameters: model.initialParameters(seed: 5), optimiser: curve.optimiser)
        var next = TrainingState(parameterCount: model.layout.count, optimiser: curve.optimiser)
        let features = randomFloats(8 * model.inputCount, stream: 1, scale: 2)
        let labels = randomClasses(8, below: 4, stream: 2).map { Float($0) }
        return try (0..<10).map { step in
            let (gradient, outcome) = try replica.gradient(features, labels: labels, committed.parameters.array)
            curve.optimiser.apply(
                0..<model.layout.count, step: UInt64(step), rate: 0.01, gradientSum: gradient.span, sampleCount: 8,
                from: committed, into: next)
            swap(&committed, &next)
            return outcome.lossSum / 8
        }
    }
}
