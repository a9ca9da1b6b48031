internal import Foundation
package import RunRecords
internal import Synchronization

/// What is known of a run, by all who want to know: it takes the run's events without making it wait, and answers.
///
/// Everything in it is bounded: the history by itself, what isn't written or published yet by being taken together.
package final class RunJournal: Sendable {
    struct State: Sendable {
        var facts: RunFacts?
        var snapshot: RunSnapshot?
        var history = RunHistory()
        var unwritten = RunHistory()
        var unpublished = RunHistory(mostSteps: 64, mostEvaluations: 64)
        var step: UInt64 = 0
        var lastStep: StepRecord?
        var stepSeconds: PartSeconds?
        var evaluation: EvaluationRecord?
        var rates = RateWindow()
        /// How trainers that are gone went.
        var departures: [String: RunNote.Kind] = [:]
        /// When something was last heard of trainers, unix time in seconds.
        var lastHeard: [String: Double] = [:]
        var checkpoints: [CheckpointFile] = []
        var shelf: CheckpointShelf?
        /// Checkpoints that were written, but not looked at: what writing them took.
        var dueCheckpoints: [UInt64: Double] = [:]
        var isShelfDue = false
        var outcome: (outcome: RunOutcome, text: String)?
        var resumedAt: UInt64?
        var historyProblem: String?
    }

    /// Weight of the newest step in the mean of a step's time.
    static let weight = 0.05

    /// Where what happens is published.
    package let feed: LiveFeed
    let started: Double
    let state = Mutex(State())
    /// The states that were published last, so that only what is new is; held by whoever publishes.
    let published = Mutex<[LiveEvent]>([])
    private let now: @Sendable () -> Double

    /// A journal of a run that isn't known yet; `now` is unix time in seconds.
    package init(
        feed: LiveFeed = LiveFeed(process: RunJournal.processName()),
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) {
        self.feed = feed
        self.now = now
        started = now()
    }

    /// A name that no other process has: letters and digits.
    package static func processName() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    /// The run begins, or goes on at step `resumedAt` with what `history` holds, in which nothing is behind that.
    ///
    /// Checkpoints are looked for in `folder`.
    package func begin(_ facts: RunFacts, history: RunHistory, resumedAt: UInt64?, folder: String) {
        let time = now()
        state.withLock { state in
            state.facts = facts
            state.history = history
            state.step = resumedAt ?? 0
            state.resumedAt = resumedAt
            state.lastStep = history.steps.buckets.last.map(StepRecord.init)
            state.evaluation = history.evaluations.buckets.last.map(EvaluationRecord.init)
            state.shelf = CheckpointShelf(folder: folder)
            state.isShelfDue = true
            if let resumedAt {
                let isOver = resumedAt == facts.stepCount
                let text =
                    "the orchestrator was started again" + (isOver ? "" : " and goes on with step \(resumedAt)")
                state.note(.resumed, subject: nil, step: resumedAt, text: text, count: 1, time: time)
            } else {
                state.note(.started, subject: nil, step: 0, text: "\(facts.name) began", count: 1, time: time)
            }
        }
        // Whoever came before has seen nothing of the past.
        feed.publish([LiveEvent(.reset, data: "{}")])
    }

    /// Takes up what the run tells.
    package func observe(_ event: RunEvent) {
        let time = now()
        state.withLock { $0.take(event, at: time) }
    }

    /// What has to go into the history file, which is then seen as written; `history` is all of it.
    package func takeUnwritten() -> [HistoryRecord] {
        let unwritten = state.withLock { state in
            defer { state.unwritten.removeAll() }
            return state.unwritten
        }
        return unwritten.records
    }

    /// All that is kept of what happened.
    package var history: RunHistory { state.withLock { $0.history } }

    /// The history can't be written for this reason, or can again where there is none; false where that is nothing new.
    package func changesHistoryProblem(to problem: String?) -> Bool {
        state.withLock { state in
            defer { state.historyProblem = problem }
            return state.historyProblem != problem
        }
    }

    /// Where checkpoints are to be looked for; nil where there can't be a new one.
    package func shelfToLookAt() -> CheckpointShelf? {
        state.withLock { state in
            guard state.isShelfDue else { return nil }
            state.isShelfDue = false
            return state.shelf
        }
    }

    /// The checkpoints that are there now; takes note of those that were just written.
    package func put(_ files: [CheckpointFile], on shelf: CheckpointShelf) {
        let time = now()
        state.withLock { state in
            state.shelf = shelf
            state.checkpoints = files
            for file in files.reversed() {
                guard let step = file.step, let seconds = state.dueCheckpoints.removeValue(forKey: step) else {
                    continue
                }
                let text =
                    "the checkpoint of step \(step) took \(Int(seconds * 1000)) ms to write and has SHA-256 \(file.sha256)"
                state.note(.checkpoint, subject: file.name, step: step, text: text, count: 1, time: time)
            }
            // Those that are gone before they were looked at.
            state.dueCheckpoints = state.dueCheckpoints.filter { due in !files.contains { $0.step ?? 0 >= due.key } }
        }
    }
}

extension RunJournal.State {
    /// Takes note of something, for all who have to be told.
    mutating func note(
        _ kind: RunNote.Kind, subject: String?, step: UInt64, text: String, count: UInt64, time: Double
    ) {
        let note = history.add(kind, subject: subject, step: step, text: text, count: count, time: time)
        unwritten.apply(.note(note))
        unpublished.apply(.note(note))
    }

    mutating func take(_ event: RunEvent, at time: Double) {
        switch event {
        case .step(let step): take(step, at: time)
        case .evaluation(let evaluation):
            self.evaluation = evaluation
            add(.evaluations(EvaluationBucket(evaluation, time: time)))
        case .note(let kind, let subject, let step, let text, let count):
            if let subject, [.joined, .left, .lost, .expelled].contains(kind) { departures[subject] = kind }
            note(kind, subject: subject, step: step, text: text, count: count, time: time)
        case .checkpoint(let step, let seconds):
            dueCheckpoints[step] = seconds
            isShelfDue = true
        case .snapshot(let snapshot): take(snapshot, at: time)
        case .ended(let outcome, let text):
            self.outcome = (outcome, text)
            isShelfDue = true
            let kind: RunNote.Kind =
                switch outcome {
                case .finished: .finished
                case .stopped: .stopped
                case .failed: .failed
                }
            let words = outcome == .finished ? "the run is complete; its model has SHA-256 \(text)" : text
            note(kind, subject: nil, step: step, text: words, count: 1, time: time)
        }
    }

    private mutating func take(_ record: StepRecord, at time: Double) {
        step = record.step + 1
        lastStep = record
        var mean = stepSeconds ?? record.seconds
        mean = mean.scaled(by: 1 - RunJournal.weight)
        mean.add(record.seconds.scaled(by: RunJournal.weight))
        stepSeconds = mean
        add(.steps(StepBucket(record, time: time)))
    }

    private mutating func add(_ record: HistoryRecord) {
        history.apply(record)
        unpublished.apply(record)
        unwritten.widen(like: history)
        unwritten.apply(record)
    }

    private mutating func take(_ snapshot: RunSnapshot, at time: Double) {
        self.snapshot = snapshot
        step = snapshot.step
        rates.note(elapsed: snapshot.elapsed, steps: snapshot.stepsDone, samples: snapshot.samplesDone)
        for trainer in snapshot.trainers {
            guard let age = trainer.silentFor else { continue }
            lastHeard[trainer.name] = time - age
        }
        // Of those that no snapshot names any more nothing is kept.
        let names = Set(snapshot.trainers.map(\.name))
        lastHeard = lastHeard.filter { names.contains($0.key) }
        departures = departures.filter { names.contains($0.key) }
    }
}
