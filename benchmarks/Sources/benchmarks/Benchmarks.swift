internal import ArgumentParser
internal import Foundation

/// Runs benchmarks, prints a table, and writes its rows as JSON.
@main
struct Benchmarks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract: "Measures Pangea beside a peer, or beside the machine's limit, in the same run.",
        discussion: "A ratio is ours to the peer's time: below 1 is faster.")

    private static var all: [Benchmark] { [.capnProto, .compute, .exchange, .learning, .recovery, .reduction, .wire] }

    /// Those to run: all but the soak, unless one is named.
    private var selected: [Benchmark] {
        guard let name else { return Self.all }
        return (Self.all + [.soak(minutes: minutes)]).filter { $0.name == name }
    }

    @Argument(help: "The benchmark to run; without it, all of them but soak.")
    var name: String?

    @Option(help: "About how long the soak takes.")
    var minutes = 120.0

    @Option(help: "Only the rows, or the parts of exchange and recovery, whose name begins so.")
    var row: String?

    @Option(help: "File that gets the rows as a JSON array.")
    var json: String?

    @Option(help: "Only do the rows' work, so often and without a clock, for a profiler.")
    var calls: Int?

    @Flag(help: "With --calls: the peer's work instead of ours.")
    var peer = false

    @Flag(help: .hidden)
    var work = false

    func validate() throws {
        guard minutes.isFinite, minutes >= 1 else { throw ValidationError("--minutes: at least 1, not \(minutes)") }
        guard let name, selected.isEmpty else { return }
        let names = Self.all.map(\.name).joined(separator: ", ")
        throw ValidationError("no benchmark \"\(name)\"; there are \(names), soak")
    }

    /// One row as it is written.
    private struct WrittenRow: Encodable {
        let name: String
        let unit: String
        let ours: Double
        let peer: Double
        let ratio: Double

        init(name: String, unit: String, ours: Double, peer: Double, ratio: Double) {
            self.name = name
            self.unit = unit
            self.ours = ours
            self.peer = peer
            self.ratio = ratio
        }

        init(_ figure: Figure, of benchmark: Benchmark) {
            self.init(
                name: figure.title(in: benchmark.name), unit: figure.unit, ours: figure.ours, peer: figure.peer,
                ratio: figure.ratio)
        }
    }

    /// Does the work again and again; a function of its own, so that profilers can be told to look only here.
    @inline(never)
    private static func profile(_ work: () throws -> Void, calls: Int) throws {
        for _ in 0..<calls { try work() }
    }

    func run() throws {
        if work {
            var worker = LearningWorker()
            return try worker.run()
        }
        var rows: [WrittenRow] = []
        var missed: [String] = []
        for benchmark in selected {
            for group in benchmark.groups {
                for row in try group() where self.row.map(row.name.hasPrefix) ?? true {
                    if let calls {
                        try Self.profile(peer ? row.peer : row.ours, calls: calls)
                        continue
                    }
                    let measured = try Measurement(row)
                    let name = benchmark.title(of: row)
                    rows.append(
                        WrittenRow(
                            name: name, unit: "µs", ours: measured.ours / 1000, peer: measured.peer / 1000,
                            ratio: measured.ratio))
                    let numbers = [measured.ours / 1000, measured.peer / 1000, measured.ratio]
                        .map { String(format: "%10.3f", $0) }
                    print(numbers[0], "µs ", numbers[1], "µs ", numbers[2], "  ", name + measured.remarks(on: row))
                }
            }
            let figures = measureTrials(of: benchmark)
            rows += figures.map { WrittenRow($0, of: benchmark) }
            missed += figures.filter(\.isMissed).map(\.name)
        }
        if let json { try write(rows, to: json) }
        guard missed.isEmpty else { throw LimitsMissed(names: missed) }
    }

    private func write(_ rows: [WrittenRow], to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(rows).write(to: URL(fileURLWithPath: file))
    }

    private struct LimitsMissed: Error, CustomStringConvertible {
        let names: [String]
        var description: String { "limits missed: \(names.joined(separator: "; "))" }
    }
}
