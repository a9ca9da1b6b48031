internal import Learning

/// A step in which each trainer has a single sample, so that the exchange of 1.86 million parameters is most of it: beside
/// PyTorch processes that do the same step and bring their gradients together by gloo's all-reduce.
struct StepExchange {
    let trainers: Int

    private static let hidden = [1024, 1024]
    /// Both sides take turns so often; the medians count.
    private static let roundCount = 5
    private static let stepCount = 200

    func measure() throws -> [Figure] {
        guard let gloo = try PyTorch.exchangeWorker(of: trainers) else { return [] }
        let version = try gloo.ask("version")
        let bare = try BareLoop.worker()
        var rounds: [Round] = []
        for _ in 0..<Self.roundCount { rounds.append(try round(gloo, bare)) }
        let middle = { (value: (Round) -> Double) in rounds.map(value).sorted()[Self.roundCount / 2] * 1000 }
        let peer = "\(version) with gloo"
        return [
            Figure(
                name: "\(trainers) trainers: a step, gradients of one sample each, 1.86 million parameters", unit: "ms",
                ours: middle(\.step), yardstick: .peer(peer, middle(\.peerStep))),
            Figure(
                name: "\(trainers) trainers: that step less a gradient: push, reduce, optimise, pull", unit: "ms",
                ours: middle { $0.step - $0.gradient },
                yardstick: .peer("\(peer), all-reduce and optimiser", middle(\.peerExchange))),
            Figure(
                name: "\(trainers) trainers: a gradient of one sample, nothing else at work", unit: "ms",
                ours: middle(\.gradient), yardstick: .peer(version, middle(\.peerGradient))),
        ]
    }

    /// Seconds of what both sides do.
    private struct Round {
        let step: Double
        let gradient: Double
        let peerStep: Double
        let peerExchange: Double
        let peerGradient: Double
    }

    private func round(_ gloo: WorkerProcess, _ bare: WorkerProcess) throws -> Round {
        let job = RecoveryJob(
            batch: trainers, microBatch: 1, epochs: 1, hidden: Self.hidden, checkpointEvery: 1_000_000)
        let work = BareLoop.Work(hidden: Self.hidden, microBatch: 1, microBatches: 1, steps: Self.stepCount)
        return Round(
            step: try WholeSystem.stepTime(of: job.text, trainers: trainers, steps: Self.stepCount),
            gradient: try bare.seconds("gradient \(work.words)"),
            peerStep: try gloo.seconds("step \(Self.stepCount)"),
            peerExchange: try gloo.seconds("exchange \(Self.stepCount)"),
            peerGradient: try gloo.seconds("gradient \(Self.stepCount)"))
    }
}

extension WorkerProcess {
    /// What a worker answers to a line where that is a time.
    func seconds(_ line: String) throws -> Double {
        let answer = try ask(line)
        guard let seconds = Double(answer) else { throw Benchmark.WrongValue("\"\(answer)\" instead of seconds") }
        return seconds
    }
}
