internal import Foundation

extension Benchmarks {
    /// Measures the trials of a benchmark that are asked for, and prints each figure as soon as it is there.
    func measureTrials(of benchmark: Benchmark) -> [Figure] {
        let trials = benchmark.trials.filter { row.map($0.name.hasPrefix) ?? true }
        guard !trials.isEmpty, calls == nil else { return [] }
        let minutes = trials.reduce(.zero) { $0 + $1.duration } / .seconds(60)
        Progress.tell(
            "\(benchmark.name): \(trials.map(\.name).joined(separator: ", ")); about "
                + "\(String(format: "%.1f", minutes)) minutes")
        return trials.flatMap { trial in
            Progress.tell("\(benchmark.name)/\(trial.name): about \(trial.duration)")
            let figures = measure(trial)
            for figure in figures {
                let verdict = figure.isMissed ? " MISSED" : ""
                print(figure.columns, "  ", figure.title(in: benchmark.name) + verdict)
            }
            // Whoever reads it through a pipe sees it now as well.
            fflush(stdout)
            return figures
        }
    }

    /// A trial that can't be measured has missed all its limits; the others are measured all the same.
    private func measure(_ trial: Trial) -> [Figure] {
        do {
            return try trial.measure()
        } catch {
            Progress.tell("\(error)")
            return [Figure(name: "\(trial.name): trials that failed", unit: "count", ours: 1, yardstick: .limit(0))]
        }
    }
}

/// What the person who waits is told.
enum Progress {
    static func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
