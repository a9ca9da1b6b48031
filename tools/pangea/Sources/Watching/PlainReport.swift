internal import DashboardClient
package import Terminal

/// A run in plain lines, for a log or a pipe: what is new, and now and then how far it is.
package struct PlainReport: Sendable {
    /// Between two lines that tell how far it is.
    package static let interval = Duration.seconds(5)
    /// Kinds of notes that are told: not those that come with every step of a run in trouble.
    private static let quietKinds: Set<String> = ["reissued", "redone", "checkpoint"]

    private var isBegun = false
    private var newestNote: UInt64 = 0
    private var newestEpoch: UInt64 = 0
    private var newestStep: UInt64?
    private var problem: String?
    private var lastProgress: ContinuousClock.Instant?

    /// Nothing was told yet.
    package init() {}

    /// What is new in a picture.
    package mutating func lines(of picture: RunPicture, at now: ContinuousClock.Instant) -> [String] {
        guard let run = picture.run else { return problems(of: picture) }
        var lines: [String] = []
        for entry in picture.evaluations where entry.to > newestEpoch {
            newestEpoch = entry.to
            lines.append(words(of: entry))
        }
        for note in picture.notes where note.number > newestNote {
            newestNote = note.number
            if !Self.quietKinds.contains(note.kind) { lines.append(note.words) }
        }
        if let line = progress(of: run, at: now) { lines.append(line) }
        return (lines + problems(of: picture)).map { StyledLine([.init($0)]).cut(to: .max, .plain) }
    }

    private mutating func problems(of picture: RunPicture) -> [String] {
        defer { problem = picture.problem }
        return picture.problem.map { problem == nil ? [$0] : [] } ?? []
    }

    private mutating func progress(of run: RunStatus, at now: ContinuousClock.Instant) -> String? {
        guard let job = run.job, run.step != newestStep else { return nil }
        if let lastProgress, now - lastProgress < Self.interval, !run.state.isFinal { return nil }
        (lastProgress, newestStep) = (now, run.step)
        let share = job.stepCount > 0 ? Double(run.step) / Double(job.stepCount) : 0
        return [
            "step \(Figures.count(run.step)) of \(Figures.count(job.stepCount)) (\(Figures.share(share)))",
            run.training.loss.map { "loss \(Figures.loss($0))" },
            run.samplesPerSecond.map { "\(Figures.rate($0)) samples/s" },
            run.secondsLeft.map { "\(Figures.time($0)) left" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    private func words(of entry: RunHistory.Evaluations) -> String {
        [
            "epoch \(entry.to) is evaluated", entry.loss.map { "loss \(Figures.loss($0.mean))" },
            entry.accuracy.map { "accuracy \(Figures.share($0.mean, decimals: 2))" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}

extension TextStyle {
    /// Neither colours nor more than ASCII.
    package static let plain = TextStyle(hasColours: false, hasUnicode: false)
}
