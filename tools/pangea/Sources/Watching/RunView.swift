internal import DashboardClient
package import Terminal

/// A run in a terminal: a function from what is known of it to lines.
package struct RunView: Sendable {
    /// Columns that there are.
    package let width: Int
    /// Lines that there are.
    package let height: Int
    package let style: TextStyle

    /// A view for a terminal of this size.
    package init(width: Int, height: Int, style: TextStyle) {
        self.width = max(20, width)
        self.height = max(4, height)
        self.style = style
    }

    /// Notes that are shown, the newest.
    private static let noteCount = 3

    /// The run as lines, none wider than the terminal, not more than it has; `address` is where its dashboard is.
    package func lines(of picture: RunPicture, address: String?) -> [String] {
        guard let run = picture.run else {
            let text = picture.problem ?? "nothing is known of the run yet"
            return [StyledLine([.init(text, .faint)]).cut(to: width, style)]
        }
        let head = [title(of: run, address: address), progress(of: run)] + quality(of: run, in: picture)
        let notes = notes(of: picture)
        let trainers = trainers(of: picture, atMost: max(1, height - 1 - head.count - notes.count))
        return (head + trainers + notes).prefix(height - 1).map { $0.cut(to: width, style) }
    }

    private func title(of run: RunStatus, address: String?) -> StyledLine {
        let tone: TextStyle.Tone =
            switch run.state {
            case .training, .evaluating, .finished: .good
            case .opening, .waiting, .stopped: .warning
            case .failed: .bad
            }
        var parts: [StyledLine.Part] = [
            .init(run.job?.name ?? "a run", .strong), .init("  "), .init(run.state.rawValue, tone),
        ]
        if let reason = run.reason { parts.append(.init(": " + reason)) }
        if let job = run.job, !run.state.isFinal {
            parts.append(.init("  epoch \(min(run.epoch, job.epochs)) of \(job.epochs)"))
        }
        if let address { parts.append(.init("  " + address, .faint)) }
        return StyledLine(parts)
    }

    private func progress(of run: RunStatus) -> StyledLine {
        guard let job = run.job, job.stepCount > 0 else { return StyledLine([.init("no step yet", .faint)]) }
        let share = Double(run.step) / Double(job.stepCount)
        var words = ["\(Figures.share(share))", "step \(Figures.count(run.step)) of \(Figures.count(job.stepCount))"]
        if let rate = run.samplesPerSecond { words.append("\(Figures.rate(rate)) samples/s") }
        if let seconds = run.secondsLeft { words.append("\(Figures.time(seconds)) left") }
        let text = words.joined(separator: "  ")
        let bar = style.bar(share, width: min(40, max(10, width - text.count - 2)))
        return StyledLine([.init(bar, .good), .init("  " + text)])
    }

    private func quality(of run: RunStatus, in picture: RunPicture) -> [StyledLine] {
        var lines: [StyledLine] = []
        if let loss = run.training.loss {
            let text = "loss      " + Figures.loss(loss).padding(to: 9)
            let curve = style.curve(picture.losses, width: min(60, width - text.count - 1))
            lines.append(StyledLine([.init(text), .init(curve, .good)]))
        }
        let evaluation = [
            run.evaluation.loss.map { "loss " + Figures.loss($0) },
            run.evaluation.accuracy.map { "accuracy " + Figures.share($0, decimals: 2) },
        ].compactMap(\.self)
        guard !evaluation.isEmpty else { return lines }
        var parts: [StyledLine.Part] = [.init("evaluated " + evaluation.joined(separator: "  "))]
        if let target = run.job?.targetAccuracy {
            let isMet = run.evaluation.accuracy.map { $0 >= target } ?? false
            parts += [
                .init("  target \(Figures.share(target, decimals: 2)) "),
                .init(isMet ? "met" : "not met yet", isMet ? .good : .warning),
            ]
        }
        return lines + [StyledLine(parts)]
    }

    /// A line each, and one that counts those for which there is no room.
    private func trainers(of picture: RunPicture, atMost count: Int) -> [StyledLine] {
        let all = picture.trainers
        let nameWidth = min(24, all.map(\.name.count).max() ?? 0)
        let shown = all.count > count ? count - 1 : all.count
        var lines = all.prefix(shown).map { line(of: $0, nameWidth: nameWidth) }
        if shown < all.count {
            lines.append(StyledLine([.init("and \(all.count - shown) more trainers", .faint)]))
        }
        return lines
    }

    private func line(of trainer: TrainerStatus, nameWidth: Int) -> StyledLine {
        let tone: TextStyle.Tone =
            switch trainer.state {
            case .working: .good
            case .idle, .left: .faint
            case .late, .silent: .warning
            case .lost, .expelled: .bad
            }
        let speed = (trainer.speed.map(Figures.rate) ?? "-").leftPadding(to: 7)
        var parts: [StyledLine.Part] = [
            .init(String(trainer.name.prefix(nameWidth)).padding(to: nameWidth) + "  "),
            .init(trainer.state.rawValue.padding(to: 8), tone),
            .init(" \(speed) micro-batches/s  \(Figures.share(trainer.share).leftPadding(to: 5))  "),
            .init(style.bar(trainer.share, width: 10), .good),
        ]
        if trainer.redone > 0 {
            parts.append(.init("  \(Figures.count(trainer.redone)) redone by others", .warning))
        }
        if let reason = trainer.reason { parts.append(.init("  " + reason, .bad)) }
        return StyledLine(parts)
    }

    private func notes(of picture: RunPicture) -> [StyledLine] {
        let notes = picture.notes.suffix(Self.noteCount).map { StyledLine([.init("- " + $0.words, .faint)]) }
        return notes + (picture.problem.map { [StyledLine([.init("! " + $0, .warning)])] } ?? [])
    }
}

extension RunHistory.Note {
    /// The note with whom it is about.
    var words: String {
        guard let subject, !text.contains(subject) else { return text }
        return "\(subject): \(text)"
    }
}
