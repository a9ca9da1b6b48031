internal import Foundation
internal import Learning
internal import Reduction

/// A run of a 784-...-10 perceptron in one process: gradients, their sum and the optimiser, on data that is already there.
final class BareLoop {
    private let work: Work
    private let model: Model
    private let replica: Replica
    private let features: [Float]
    private let labels: [UInt32]
    private let sum: FloatArena
    private let addend: FloatArena
    private let optimiser = Optimiser.sgd(momentum: 0.9, nesterov: true, weightDecay: 1e-4)
    private var committed: TrainingState
    private var next: TrainingState
    private var step: UInt64 = 0

    /// What to do, as it is asked of a worker.
    struct Work {
        let hidden: [Int]
        let microBatch: Int
        let microBatches: Int
        let steps: Int

        var words: String {
            "\(hidden.map(String.init).joined(separator: ",")) \(microBatch) \(microBatches) \(steps)"
        }
    }

    private init(_ work: Work) throws {
        self.work = work
        model = try Model(.multilayerPerceptron(inputs: 784, hidden: work.hidden, outputs: 10))
        replica = try Replica(model: model, maximumSamples: work.microBatch)
        features = (0..<work.microBatch * 784).map { Float($0 % 255) / 255 - 0.5 }
        labels = (0..<work.microBatch).map { UInt32($0 % 10) }
        sum = FloatArena(count: model.layout.count)
        addend = FloatArena(count: model.layout.count)
        committed = TrainingState(parameters: model.initialParameters(seed: 1), optimiser: optimiser)
        next = TrainingState(parameterCount: model.layout.count, optimiser: optimiser)
    }

    /// A process in which the default job's numerics are in force.
    static func worker() throws -> WorkerProcess {
        try WorkerProcess(
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(), ["--work"],
            environment: Numerics.standard.environment)
    }

    /// Seconds of a step, of "loop WORK", or of its gradients alone, of "gradient WORK".
    static func seconds(_ words: [String]) throws -> Double {
        let numbers = words.dropFirst(2).compactMap { Int($0) }
        let hidden = words.dropFirst().first?.split(separator: ",").compactMap { Int($0) } ?? []
        guard numbers.count == 3 else { throw Benchmark.WrongValue("no work \"\(words.joined(separator: " "))\"") }
        let loop = try BareLoop(
            Work(hidden: hidden, microBatch: numbers[0], microBatches: numbers[1], steps: numbers[2]))
        let isWhole = words[0] == "loop"
        for _ in 0..<5 { try loop.run(isWhole: isWhole) }
        let started = ContinuousClock.now
        for _ in 0..<loop.work.steps { try loop.run(isWhole: isWhole) }
        return (ContinuousClock.now - started) / .seconds(1) / Double(loop.work.steps)
    }

    private func run(isWhole: Bool) throws {
        let (sum, addend) = (sum, addend)
        for index in 0..<work.microBatches {
            try gradient(into: index == 0 ? sum : addend)
            guard index > 0 else { continue }
            let right = addend.span
            sum.withMutableSpan { _ = addRight(right, into: &$0) }
        }
        guard isWhole else { return }
        optimiser.apply(
            0..<model.layout.count, step: step, rate: 0.001, gradientSum: sum.span,
            sampleCount: work.microBatch * work.microBatches, from: committed, into: next)
        swap(&committed, &next)
        step += 1
    }

    private func gradient(into arena: FloatArena) throws {
        let outcome = try Self.gradient(replica, features, labels, committed.parameters, arena)
        guard outcome.lossSum.isFinite else { throw Benchmark.WrongValue("a loss of \(outcome.lossSum)") }
    }

    private static func gradient(
        _ replica: Replica, _ features: [Float], _ labels: [UInt32], _ parameters: FloatArena, _ gradient: FloatArena
    ) throws(LearningError) -> BatchOutcome {
        try gradient.withMutableSpan { span throws(LearningError) in
            try replica.gradient(
                features: features.span, labels: .classIndices(labels.span), parameters: parameters.span, into: &span)
        }
    }
}
