internal import RunRecords
internal import Synchronization

extension RunJournal {
    /// What `/api/v1/run` says.
    package var run: RunAnswer { state.withLock { $0.run(started: started) } }

    /// What `/api/v1/trainers` says.
    package var trainers: TrainersAnswer { state.withLock { $0.trainers } }

    /// What `/api/v1/checkpoints` says.
    package var checkpoints: CheckpointsAnswer {
        CheckpointsAnswer(checkpoints: state.withLock { $0.checkpoints })
    }

    /// What `/api/v1/history` says.
    package var historyAnswer: HistoryAnswer {
        // First: what is published in between comes twice then, and nothing is missed.
        let newest = feed.newest
        return HistoryAnswer(history, lastEvent: newest)
    }

    /// A file that may be downloaded, and where it is; nil where there is none of that name.
    package func checkpoint(named name: String) -> (file: CheckpointFile, path: String)? {
        state.withLock { state in
            guard let file = state.checkpoints.first(where: { $0.name == name }), let shelf = state.shelf else {
                return nil
            }
            return (file, shelf.path(of: file))
        }
    }
}

extension RunJournal.State {
    func run(started: Double) -> RunAnswer {
        let snapshot = snapshot
        let (state, reason) = stateAndReason
        return RunAnswer(
            job: facts, state: state, reason: reason, step: step, epoch: epoch,
            training: .init(loss: finite(lastStep?.loss), accuracy: finite(lastStep?.accuracy)),
            evaluation: .init(loss: finite(evaluation?.loss), accuracy: finite(evaluation?.accuracy)),
            samplesPerSecond: outcome == nil ? rates.samplesPerSecond : nil, elapsed: snapshot?.elapsed ?? 0,
            secondsLeft: secondsLeft, stepSeconds: stepSeconds,
            trainers: snapshot?.trainers.count { $0.activity != .gone } ?? 0,
            redone: snapshot?.redone ?? RedoneWork(), resumedAt: resumedAt, started: started,
            sha256: outcome?.outcome == .finished ? outcome?.text : nil, historyProblem: historyProblem)
    }

    private var stateAndReason: (RunAnswer.State, String?) {
        switch outcome?.outcome {
        case .finished?: (.finished, nil)
        case .stopped?: (.stopped, outcome?.text)
        case .failed?: (.failed, outcome?.text)
        case nil:
            if let waiting = snapshot?.waiting {
                (.waiting, waiting)
            } else if let snapshot {
                (snapshot.phase == .training ? .training : .evaluating, nil)
            } else {
                (.opening, facts == nil ? "the data isn't open yet" : "the run is about to begin")
            }
        }
    }

    private var epoch: UInt64 {
        guard let facts, facts.stepsPerEpoch > 0 else { return 1 }
        return min(facts.epochs, step / UInt64(facts.stepsPerEpoch) + 1)
    }

    private var secondsLeft: Double? {
        guard outcome == nil, let facts, step < facts.stepCount, let rate = rates.stepsPerSecond else { return nil }
        return Double(facts.stepCount - step) / rate
    }

    private func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }

    var trainers: TrainersAnswer {
        let all = snapshot?.trainers ?? []
        let counted = all.reduce(0) { $0 + $1.microBatches }
        return TrainersAnswer(
            trainers: all.map { trainer in
                TrainersAnswer.Trainer(
                    name: trainer.name, state: state(of: trainer), speed: trainer.speed,
                    share: counted > 0 ? Double(trainer.microBatches) / Double(counted) : 0, steps: trainer.steps,
                    microBatches: trainer.microBatches, redone: trainer.redone.values.reduce(0, +),
                    redoneBy: trainer.redone, refused: trainer.refused, joined: trainer.joined,
                    lastHeard: lastHeard[trainer.name], reason: trainer.expelled)
            })
    }

    private func state(of trainer: TrainerStatus) -> TrainersAnswer.Trainer.State {
        if trainer.expelled != nil { return .expelled }
        return switch trainer.activity {
        case .working: .working
        case .idle: .idle
        case .late: .late
        case .silent: .silent
        case .gone: departures[trainer.name] == .lost ? .lost : .left
        }
    }
}
