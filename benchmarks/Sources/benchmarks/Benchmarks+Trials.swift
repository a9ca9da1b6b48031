internal import Foundation

extension Benchmarks {
    /// Measures the trials of a benchmark that are asked for, and prints each figure as soon as it is there.
    func measureTrials(of benchmark: Benchmark) throws -> [Figure] {
        let trials = benchmark.trials.filter { row.map($0.name.hasPrefix) ?? true }
        guard !trials.isEmpty, calls == nil else { return [] }
        let minutes = trials.reduce(.zero) { $0 + $1.duration } / .seconds(60)
        Progress.tell(
            "\(benchmark.name): \(trials.map(\.name).joined(separator: ", ")); about "
                + "\(String(format: "%.1f", minutes)) minutes")
        return try trials.flatMap { trial in
            Progress.tell("\(benchmark.name)/\(trial.name): about \(trial.duration)")
            let figures = try trial.measure()
            for figure in figures {
                let verdict = figure.isMissed ? " MISSED" : ""
                print(figure.columns, "  ", figure.title(in: benchmark.name) + verdict)
            }
            return figures
        }
    }
}

/// What the person who waits is told.
enum Progress {
    static func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
