internal import Dashboard
internal import Datasets
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import Reduction
internal import RunRecords
internal import Telemetry

extension TrainingRun {
    /// Tells of something that happened to a trainer.
    func note(_ kind: RunNote.Kind, of subject: String?, _ text: String, count: UInt64 = 1) {
        observe(.note(kind, subject: subject, step: state.round.step, text: text, count: count))
    }

    /// Tells of the step that is committed, once its time is known.
    func observeStep() {
        guard let committed else { return }
        let seconds = { [stepTimes] (part: WorkPart) in stepTimes[part] / .seconds(1) }
        observe(
            .step(
                StepRecord(
                    step: state.round.step - 1, samples: committed.samples, loss: committed.meanLoss,
                    accuracy: committed.accuracy,
                    seconds: PartSeconds(
                        wait: seconds(.wait), compute: seconds(.compute), reduce: seconds(.reduce),
                        send: seconds(.send)))))
    }

    /// Tells of what the engine decided, as far as people want to know.
    func observe(_ decision: Decision) {
        switch decision {
        case .grant(let grant):
            guard grant.reason.isReissue, let before = grant.reason.trainer else { return }
            let things = grant.round.phase == .training ? "micro-batches" : "evaluation batches"
            note(
                .reissued, of: before, "\(things) are leased again: \(grant.reason)",
                count: UInt64(grant.leaves.count))
        case .note(let change):
            let kind: RunNote.Kind =
                switch change.activity {
                case .late: .late
                case .silent: .silent
                case .working, .idle, .gone: .back
                }
            note(kind, of: change.name, "\(change)")
        case .wait: note(.waiting, of: nil, "\(decision)")
        case .proceed: note(.proceeding, of: nil, "\(decision)")
        case .expel(let expulsion): note(.expelled, of: expulsion.name, "\(expulsion)")
        case .redo: note(.redone, of: nil, "\(decision)")
        case .revoke, .commit, .fail: break
        }
    }

    /// Tells how things are.
    func observeSnapshot() {
        observe(
            .snapshot(
                RunSnapshot(
                    step: state.round.step, phase: state.round.phase == .training ? .training : .evaluating,
                    waiting: engine.waiting.map { "\($0)" }, stepsDone: pace.steps, samplesDone: pace.samples,
                    elapsed: pace.elapsed / .seconds(1), redone: RedoneWork(engine.account.totals),
                    trainers: trainerStatuses())))
    }

    /// Everyone who has an entry in the account; of several members of one name the newest.
    private func trainerStatuses() -> [TrainerStatus] {
        let activities = engine.activities
        let members = engine.membership.present.reduce(into: [:]) { $0[engine.membership.name(of: $1)] = $1 }
        return engine.account.shares.sorted { $0.key < $1.key }.map { name, share in
            let record = members[name].flatMap { engine.membership.records[$0] }
            return TrainerStatus(
                name: name, activity: TrainerStatus.Activity(members[name].flatMap { activities[$0] } ?? .gone),
                speed: record?.speed, silentFor: record.map { (now - $0.lastHeard) / .seconds(1) },
                joined: share.joined, steps: share.steps, microBatches: share.microBatches,
                redone: Dictionary(uniqueKeysWithValues: share.redone.map { ($0.key.rawValue, $0.value) }),
                refused: share.refused.values.reduce(0, +), expelled: share.expelled)
        }
    }

    /// Tells how the run ended, after how things were then.
    func observeEnd(_ result: Result<RunEnding, any Error>) {
        observeSnapshot()
        switch result {
        case .success(.completed(let summary)): observe(.ended(.finished, text: summary.sha256))
        case .success(.stopped(let step)):
            observe(.ended(.stopped, text: "stopped at step \(step); --resume auto goes on from there"))
        case .failure(let error): observe(.ended(.failed, text: "\(error)"))
        }
    }
}

extension TrainerStatus.Activity {
    /// What the engine calls it.
    fileprivate init(_ activity: MemberActivity) {
        self =
            switch activity {
            case .working: .working
            case .idle: .idle
            case .late: .late
            case .silent: .silent
            case .gone: .gone
            }
    }
}

extension RedoneWork {
    /// What the engine counted.
    fileprivate init(_ totals: RunAccount.Totals) {
        self.init(
            leasesIssued: totals.leasesIssued, leasesReissued: totals.leasesReissued,
            roundsRedone: totals.roundsRedone, auditsDone: totals.auditsDone, pushesRefused: totals.pushesRefused)
    }
}

extension RunFacts {
    /// What a run's context fixes.
    init(_ context: RunContext) {
        let job = context.job
        self.init(
            name: job.name, seed: job.seed, parameters: context.model.layout.count,
            trainingSamples: context.dataset.trainingSamples, evaluationSamples: context.dataset.evaluationSamples,
            batch: job.training.batch, microBatch: job.training.microBatch, epochs: context.plan.epochs,
            stepsPerEpoch: context.plan.steps.stepsPerEpoch, stepCount: context.plan.stepCount,
            targetAccuracy: job.target.accuracy, dataset: "\(context.dataset.digest)")
    }
}
