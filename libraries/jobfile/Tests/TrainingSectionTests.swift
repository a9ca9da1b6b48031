import JobFile
import Learning
import Testing

@Suite struct TrainingSectionTests {
    private static func training(_ optimiser: String, schedule: String = "rate: 0.25") throws -> TrainingSection {
        try Job(
            yaml: JobTests.small.replacing("sgd: {momentum: 0.5}", with: optimiser)
                .replacing("rate: 0.25", with: schedule)
        ).training
    }

    @Test(
        arguments: [
            ("sgd: {}", .sgd(momentum: 0, nesterov: false, weightDecay: 0)),
            (
                "sgd: {momentum: 0.9, nesterov: true, weightDecay: 0.1}",
                .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.1)
            ),
            ("adamW: {}", .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01)),
            ("lion: {}", .lion(beta1: 0.9, beta2: 0.99, weightDecay: 0)),
            ("lion: {beta1: 0.8, beta2: 0.7, weightDecay: 0.6}", .lion(beta1: 0.8, beta2: 0.7, weightDecay: 0.6)),
        ] as [(String, Optimiser)])
    func `an optimiser is read with its defaults`(yaml: String, optimiser: Optimiser) throws {
        #expect(try Self.training(yaml).optimiser == optimiser)
    }

    @Test(
        arguments: [
            ("rate: 1", Schedule(base: 1)), ("rate: 1, warmUpSteps: 5", Schedule(base: 1, warmUpSteps: 5)),
            (
                "rate: 1, decay: {step: {every: 3, factor: 1}}",
                Schedule(base: 1, shape: .step(every: 3, factor: 1))
            ),
            (
                "rate: 1, warmUpSteps: 5, decay: {cosine: {floor: 1}}",
                Schedule(base: 1, warmUpSteps: 5, shape: .cosine(total: 70, floor: 1))
            ),
            (
                "rate: 1, decay: {oneCycle: {}}",
                Schedule(base: 1, shape: .oneCycle(total: 70, rising: 0.3, divisor: 25, finalDivisor: 10_000))
            ),
            (
                "rate: 1, decay: {oneCycle: {rising: 0.5, divisor: 2, finalDivisor: 3}}",
                Schedule(base: 1, shape: .oneCycle(total: 70, rising: 0.5, divisor: 2, finalDivisor: 3))
            ),
        ] as [(String, Schedule)])
    func `a schedule is read, and runs over the run's steps`(yaml: String, schedule: Schedule) throws {
        #expect(try Self.training("sgd: {}", schedule: yaml).schedule(totalSteps: 70) == schedule)
        try schedule.validate()
    }

    @Test func `weights alone decay where the job says so`() throws {
        let layout = try Model(.multilayerPerceptron(inputs: 3, hidden: [2], outputs: 2)).layout
        #expect(try Self.training("adamW: {}").undecayed(of: layout) == [])
        #expect(try Self.training("adamW: {decays: weights}").undecayed(of: layout) == [6..<8, 12..<14])
    }
}
