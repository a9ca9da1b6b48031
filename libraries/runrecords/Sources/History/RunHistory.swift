/// What happened in a run, bounded whatever its length.
public struct RunHistory: Sendable {
    /// Buckets of steps that a whole history has at most.
    public static let mostSteps = 1024
    /// Buckets of evaluations that a whole history has at most.
    public static let mostEvaluations = 512

    /// The training steps.
    public private(set) var steps: BoundedSeries<StepBucket>
    /// The evaluations.
    public private(set) var evaluations: BoundedSeries<EvaluationBucket>
    /// What else happened.
    public private(set) var notes = NoteBook()

    /// Nothing yet.
    public init(mostSteps: Int = RunHistory.mostSteps, mostEvaluations: Int = RunHistory.mostEvaluations) {
        steps = BoundedSeries(capacity: mostSteps)
        evaluations = BoundedSeries(capacity: mostEvaluations)
    }

    /// Whether nothing is in it.
    public var isEmpty: Bool { steps.buckets.isEmpty && evaluations.buckets.isEmpty && notes.isEmpty }

    /// What brings an empty history to this one.
    public var records: [HistoryRecord] {
        steps.buckets.map(HistoryRecord.steps) + evaluations.buckets.map(HistoryRecord.evaluations)
            + notes.all.map(HistoryRecord.note)
    }

    /// Takes up what a record says.
    public mutating func apply(_ record: HistoryRecord) {
        switch record {
        case .steps(let steps): self.steps.append(steps)
        case .evaluations(let evaluations): self.evaluations.append(evaluations)
        case .note(let note): notes.put(note)
        }
    }

    /// Takes note of something; see ``NoteBook``.
    public mutating func add(
        _ kind: RunNote.Kind, subject: String?, step: UInt64, text: String, count: UInt64, time: Double
    ) -> RunNote {
        notes.add(kind, subject: subject, step: step, text: text, count: count, time: time)
    }

    /// Drops steps from `step` on, and evaluations from `epoch` on: they will be made again.
    ///
    /// Notes stay: what they tell has happened.
    public mutating func cut(step: UInt64, epoch: UInt64) {
        steps.cut(at: step)
        evaluations.cut(at: epoch)
    }

    /// Makes buckets at least as wide as another history's.
    public mutating func widen(like other: RunHistory) {
        steps.widen(to: other.steps.width)
        evaluations.widen(to: other.evaluations.width)
    }

    /// Forgets all of it, but not how wide buckets are.
    public mutating func removeAll() {
        steps.removeAll()
        evaluations.removeAll()
        notes.removeAll()
    }
}
