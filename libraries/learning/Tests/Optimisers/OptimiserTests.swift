import Foundation
import Learning
import Testing

@Suite struct OptimiserTests {
    @Test func `ten steps agree with PyTorch's`() throws {
        for example in try Fixture.read("optimisers.json", as: OptimiserFixture.self).cases {
            let model = try Model(.multilayerPerceptron(inputs: 9, hidden: [13], outputs: 4))
            let replica = try Replica(model: model, maximumSamples: 6)
            var committed = TrainingState(parameters: FloatArena(example.parameters), optimiser: example.optimiser)
            var next = TrainingState(parameterCount: model.layout.count, optimiser: example.optimiser)
            for step in 0..<10 {
                let (gradient, outcome) = try replica.gradient(
                    example.features, example.labels, committed.parameters.array)
                #expect(abs(outcome.lossSum / 6 - example.losses[step]) < 1e-6, "\(example.name), step \(step)")
                example.optimiser.apply(
                    0..<model.layout.count, step: UInt64(step), rate: example.rate, gradientSum: gradient.span,
                    sampleCount: 6, from: committed, into: next,
                    undecayed: example.weightsOnly == true ? model.layout.undecayed : [])
                swap(&committed, &next)
            }
            #expect(greatestDeviation(committed.parameters.array, example.result) < 1e-6, "\(example.name)")
            #expect(committed.slots.map(\.name) == example.slots.map(\.name))
            for (slot, expected) in zip(committed.slots, example.slots) {
                #expect(greatestDeviation(slot.values.array, expected.values) < 1e-6, "\(example.name) \(slot.name)")
            }
        }
    }

    static let optimisers: [Optimiser] = [
        .sgd(momentum: 0, nesterov: false, weightDecay: 0.01), .sgd(momentum: 0.9, nesterov: false, weightDecay: 0.01),
        .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.01),
        .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01),
        .adamW(beta1: 0.3, beta2: 0.9, epsilon: 1e-3, weightDecay: 0), .lion(beta1: 0.9, beta2: 0.99, weightDecay: 0.1),
    ]

    /// The formulas of the documentation in scalars, one element at a time.
    @Test(arguments: optimisers)
    func `the fused loop has the bits of the formulas`(optimiser: Optimiser) {
        let count = 27
        let (committed, next) = states(optimiser, count)
        let gradient = randomFloats(count, stream: 4, scale: 20)
        optimiser.apply(
            0..<count, step: 6, rate: 0.013, gradientSum: gradient.span, sampleCount: 7, from: committed, into: next)
        for index in 0..<count {
            let old = committed.parameters.array[index]
            let slots = committed.slots.map { $0.values.array[index] }
            let expected = reference(optimiser, old, gradient[index] / 7, slots)
            #expect(next.parameters.array[index].bitPattern == expected.parameter.bitPattern)
            #expect(next.slots.map { $0.values.array[index].bitPattern } == expected.slots.map(\.bitPattern))
        }
    }

    @Test(arguments: optimisers)
    func `a clipped gradient is the mean times the factor`(optimiser: Optimiser) {
        let count = 27
        let (committed, next) = states(optimiser, count)
        let gradient = randomFloats(count, stream: 4, scale: 20)
        optimiser.apply(
            0..<count, step: 6, rate: 0.013, gradientSum: gradient.span, sampleCount: 7, gradientScale: 0.3,
            from: committed, into: next)
        for index in 0..<count {
            let slots = committed.slots.map { $0.values.array[index] }
            let expected = reference(
                optimiser, committed.parameters.array[index], gradient[index] / 7 * 0.3, slots)
            #expect(next.parameters.array[index].bitPattern == expected.parameter.bitPattern)
            #expect(next.slots.map { $0.values.array[index].bitPattern } == expected.slots.map(\.bitPattern))
        }
    }

    @Test(arguments: optimisers)
    func `bucket by bucket gives the bits of all at once, twice too, and touches nothing else`(optimiser: Optimiser) {
        let (committed, whole) = states(optimiser, 50)
        let gradient = randomFloats(50, stream: 4)
        optimiser.apply(
            0..<50, step: 0, rate: 0.1, gradientSum: gradient.span, sampleCount: 3, from: committed, into: whole)
        let before = committed.parameters.array
        let next = TrainingState(parameterCount: 50, optimiser: optimiser)
        for range in [32..<50, 16..<32, 16..<32] {
            optimiser.apply(
                range, step: 0, rate: 0.1, gradientSum: gradient.span.extracting(range), sampleCount: 3,
                from: committed, into: next)
        }
        #expect(next.parameters.array.prefix(16).allSatisfy { $0 == 0 })
        #expect(next.parameters.array.suffix(34) == whole.parameters.array.suffix(34))
        for (part, all) in zip(next.slots, whole.slots) {
            #expect(part.values.array.prefix(16).allSatisfy { $0 == 0 })
            #expect(part.values.array.suffix(34) == all.values.array.suffix(34))
        }
        #expect(committed.parameters.array == before)
    }

    /// Ranges that begin before a bucket, end behind it, lie within, and lie elsewhere.
    @Test(arguments: optimisers)
    func `exempt ranges get the bits of no decay, the others those of decay`(optimiser: Optimiser) {
        let undecayed = [3..<9, 20..<21, 30..<45, 60..<70]
        let gradient = randomFloats(50, stream: 4)
        let exempt: Optimiser =
            switch optimiser {
            case .sgd(let momentum, let nesterov, _): .sgd(momentum: momentum, nesterov: nesterov, weightDecay: 0)
            case .adamW(let beta1, let beta2, let epsilon, _):
                .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0)
            case .lion(let beta1, let beta2, _): .lion(beta1: beta1, beta2: beta2, weightDecay: 0)
            }
        let (committed, mixed) = states(optimiser, 50)
        for range in [0..<7, 7..<40, 40..<50] {
            optimiser.apply(
                range, step: 0, rate: 0.1, gradientSum: gradient.span.extracting(range), sampleCount: 3,
                from: committed, into: mixed, undecayed: undecayed)
        }
        let results = [optimiser, exempt].map { optimiser in
            let next = TrainingState(parameterCount: 50, optimiser: optimiser)
            optimiser.apply(
                0..<50, step: 0, rate: 0.1, gradientSum: gradient.span, sampleCount: 3, from: committed, into: next)
            return next.parameters.array
        }
        for index in 0..<50 {
            let isExempt = undecayed.contains { $0.contains(index) }
            #expect(mixed.parameters.array[index].bitPattern == results[isExempt ? 1 : 0][index].bitPattern)
        }
    }

    @Test func `Lion leaves a parameter without mean and gradient to its decay`() {
        let optimiser = Optimiser.lion(beta1: 0.9, beta2: 0.99, weightDecay: 0.5)
        let committed = TrainingState(parameters: FloatArena([4, 4, 4]), optimiser: optimiser)
        let next = TrainingState(parameterCount: 3, optimiser: optimiser)
        let gradient: [Float] = [0, 1, -1]
        optimiser.apply(
            0..<3, step: 0, rate: 0.5, gradientSum: gradient.span, sampleCount: 1, from: committed, into: next)
        #expect(next.parameters.array == [3, 2.5, 3.5])
    }

    @Test func `biases and the weights of norms are exempt from weight decay`() throws {
        let layers = [NamedLayer(.linear(outputs: 4)), NamedLayer(.layerNorm()), NamedLayer(.linear(outputs: 2))]
        let layout = try Model(NetworkDescription(inputShape: [3], layers: layers)).layout
        #expect(layout.undecayed == [12..<24, 32..<34])
    }

    @Test func `slots have the names of checkpoints and start as zeros`() {
        #expect(
            Self.optimisers.map(\.slotNames) == [
                [], ["momentum"], ["momentum"], ["exp_avg", "exp_avg_sq"], ["exp_avg", "exp_avg_sq"],
                ["exp_avg"],
            ])
        let state = TrainingState(parameterCount: 3, optimiser: Self.optimisers[3])
        #expect(state.slots.map(\.name) == ["exp_avg", "exp_avg_sq"])
        #expect(state.slots.allSatisfy { $0.values.array == [0, 0, 0] })
    }

    @Test(arguments: [
        (
            Optimiser.sgd(momentum: 1, nesterov: false, weightDecay: 0),
            "optimiser.momentum: expected a number in [0, 1), got 1.0"
        ),
        (
            .sgd(momentum: .nan, nesterov: false, weightDecay: 0),
            "optimiser.momentum: expected a number in [0, 1), got nan"
        ),
        (
            .sgd(momentum: 0, nesterov: true, weightDecay: 0),
            "optimiser.nesterov: expected false, or a momentum above 0, got true"
        ),
        (
            .sgd(momentum: 0, nesterov: false, weightDecay: -1),
            "optimiser.weightDecay: expected a finite number of at least 0, got -1.0"
        ),
        (
            .adamW(beta1: 1.5, beta2: 0.9, epsilon: 1e-8, weightDecay: 0),
            "optimiser.beta1: expected a number in [0, 1), got 1.5"
        ),
        (
            .adamW(beta1: 0.9, beta2: -0.1, epsilon: 1e-8, weightDecay: 0),
            "optimiser.beta2: expected a number in [0, 1), got -0.1"
        ),
        (
            .adamW(beta1: 0.9, beta2: 0.9, epsilon: 1e-60, weightDecay: 0),
            "optimiser.epsilon: expected a number above 0 that a float can hold, got 1e-60"
        ),
        (
            .adamW(beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: .infinity),
            "optimiser.weightDecay: expected a finite number of at least 0, got inf"
        ),
    ])
    func `values out of bounds are refused by name`(optimiser: Optimiser, message: String) {
        let error = #expect(throws: LearningError.self) { try optimiser.validate() }
        #expect(error?.description == message)
    }

    @Test(arguments: optimisers) func `values within bounds are accepted`(optimiser: Optimiser) throws {
        try optimiser.validate()
    }

    @Test func `one state for both roles traps`() async {
        await #expect(processExitsWith: .failure) {
            let optimiser = Optimiser.sgd(momentum: 0, nesterov: false, weightDecay: 0)
            let state = TrainingState(parameterCount: 1, optimiser: optimiser)
            optimiser.apply(
                0..<1, step: 0, rate: 1, gradientSum: ([1] as [Float]).span, sampleCount: 1, from: state, into: state)
        }
    }

    private func states(_ optimiser: Optimiser, _ count: Int) -> (TrainingState, TrainingState) {
        let committed = TrainingState(parameters: FloatArena(randomFloats(count, stream: 1)), optimiser: optimiser)
        for (stream, slot) in committed.slots.enumerated() {
            let values = randomFloats(count, stream: 2 + UInt32(stream)).map { abs($0) }
            slot.values.copy(values.span, at: 0)
        }
        return (committed, TrainingState(parameterCount: count, optimiser: optimiser))
    }

    /// Step 6, counted from 0, at rate 0.013.
    private func reference(
        _ optimiser: Optimiser, _ p: Float, _ mean: Float, _ slots: [Float]
    ) -> (parameter: Float, slots: [Float]) {
        switch optimiser {
        case .sgd(let momentum, let nesterov, let weightDecay):
            let g = mean + Float(weightDecay) * p
            if momentum == 0 { return (p + Float(-0.013) * g, []) }
            let b = Float(momentum) * slots[0] + g
            return (p + Float(-0.013) * (nesterov ? g + Float(momentum) * b : b), [b])
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            let m =
                1 - beta1 < 0.5
                ? slots[0] + Float(1 - beta1) * (mean - slots[0]) : mean - Float(beta1) * (mean - slots[0])
            let v = slots[1] * Float(beta2) + Float(1 - beta2) * mean * mean
            let stepSize = Float(-(0.013 / (1 - power(beta1, 7))))
            let correction = Float((1 - power(beta2, 7)).squareRoot())
            let denominator = v.squareRoot() / correction + Float(epsilon)
            return (p * Float(1 - 0.013 * weightDecay) + stepSize * m / denominator, [m, v])
        case .lion(let beta1, let beta2, let weightDecay):
            let update = slots[0] * Float(beta1) + mean * Float(1 - beta1)
            let sign: Float = update > 0 ? 1 : update < 0 ? -1 : update
            return (
                p * Float(1 - 0.013 * weightDecay) + Float(-0.013) * sign,
                [slots[0] * Float(beta2) + mean * Float(1 - beta2)]
            )
        }
    }
}
