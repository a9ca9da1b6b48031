package import DashboardClient

/// All that is shown of a run, made of what its dashboard tells; bounded, whatever the length of the run.
package struct RunPicture: Hashable, Sendable {
    /// Points of the loss, and evaluations, that are kept.
    package static let mostPoints = 1024
    /// Notes that are kept, the newest.
    package static let mostNotes = 64

    /// How it stands; nil before anything is known.
    package private(set) var run: RunStatus?
    /// Everyone who took part, by name.
    package private(set) var trainers: [TrainerStatus] = []
    private var curve = BoundedCurve(mostPoints: mostPoints)
    /// What evaluations came to, in their order.
    package private(set) var evaluations: [RunHistory.Evaluations] = []
    /// The newest notes, in their order.
    package private(set) var notes: [RunHistory.Note] = []
    /// Why nothing comes for now, if so.
    package private(set) var problem: String?
    private var newestStep: UInt64 = 0

    /// Nothing is known yet.
    package init() {}

    /// The training loss in the order of the steps.
    package var losses: [Double] { curve.means }

    /// Takes what a follower tells.
    package mutating func take(_ happening: RunFollower.Happening) {
        switch happening {
        case .began(let run, let trainers, let history):
            self = RunPicture()
            self.run = run
            self.trainers = trainers
            take(history.steps)
            take(history.evaluations)
            take(history.notes)
        case .event(let event):
            problem = nil
            take(event)
        case .lost(let reason): problem = reason
        }
    }

    private mutating func take(_ event: DashboardEvent) {
        switch event {
        case .run(let run): self.run = run
        case .trainers(let trainers): self.trainers = trainers
        case .steps(let steps): take(steps)
        case .evaluations(let evaluations): take(evaluations)
        case .notes(let notes): take(notes)
        case .reset: break
        }
    }

    private mutating func take(_ steps: [RunHistory.Steps]) {
        for entry in steps where entry.to > newestStep {
            newestStep = entry.to
            if let loss = entry.loss { curve.add(loss.mean, at: entry.to - 1) }
        }
    }

    private mutating func take(_ evaluations: [RunHistory.Evaluations]) {
        for entry in evaluations where entry.to > self.evaluations.last?.to ?? 0 { self.evaluations.append(entry) }
        self.evaluations.removeFirst(max(0, self.evaluations.count - Self.mostPoints))
    }

    private mutating func take(_ notes: [RunHistory.Note]) {
        for note in notes {
            if let index = self.notes.lastIndex(where: { $0.number == note.number }) {
                self.notes[index] = note
            } else {
                self.notes.append(note)
            }
        }
        self.notes.removeFirst(max(0, self.notes.count - Self.mostNotes))
    }
}
