internal import Datasets
internal import Foundation

extension Benchmark {
    /// From a file to standardised float32 batches: reading, parsing, fitting and gathering all rows.
    static var compute: Benchmark {
        Benchmark(
            name: "compute", groups: [1, 2].map { threads in { try ComputeFiles.shared.get().rows(threads: threads) } })
    }
}

/// The files that both sides read, gone with the process that made them.
private final class ComputeFiles: Sendable {
    static let shared = Result { try ComputeFiles() }

    private static let (rowCount, width, batch) = (10_000, 784, 256)
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("compute-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Half of an image's bytes are 0.
        var state: UInt32 = 2_463_534_242
        let bytes = (0..<Self.rowCount * Self.width).map { _ in
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            return state & 1 == 0 ? 0 : UInt8(truncatingIfNeeded: state >> 8)
        }
        let header = ((0..<Self.width).map { "p\($0)" } + ["y"]).joined(separator: ",") + "\n"
        let lines = (0..<Self.rowCount).map { row in
            bytes[row * Self.width..<(row + 1) * Self.width].map { "\($0)," }.joined() + "\(row % 10)\n"
        }
        try Data((header + lines.joined()).utf8).write(to: file("table.csv"))
        try Data(Self.idxHeader([Self.rowCount, 28, 28]) + bytes).write(to: file("images"))
        try Data(Self.idxHeader([Self.rowCount]) + (0..<Self.rowCount).map { UInt8($0 % 10) }).write(to: file("labels"))
        // What has to be there to evaluate on: one row.
        try Data((header + lines[0]).utf8).write(to: file("one.csv"))
        try Data(Self.idxHeader([1, 28, 28]) + bytes.prefix(Self.width)).write(to: file("one-image"))
        try Data(Self.idxHeader([1]) + [0]).write(to: file("one-label"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    private static func idxHeader(_ dimensions: [Int]) -> [UInt8] {
        [0, 0, 8, UInt8(dimensions.count)]
            + dimensions.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
    }

    func rows(threads: Int) throws -> [Benchmark.Row] {
        guard let worker = try PolarsEnvironment.worker(threads: threads) else { return [] }
        let csv = DataDescription(
            source: .csv(
                CSVFiles(training: "table.csv", evaluation: "one.csv", hasHeader: true, labelColumn: "y")),
            standardisation: .feature)
        let idx = DataDescription(
            source: .idx(
                IDXFiles(
                    trainingFeatures: "images", trainingLabels: "labels", evaluationFeatures: "one-image",
                    evaluationLabels: "one-label")), standardisation: .global)
        return [
            try row("CSV of 785 columns", csv, "csv \(file("table.csv").path)", "Polars", threads, worker),
            try row("IDX of 28 x 28 bytes", idx, "idx \(file("images").path)", "NumPy", threads, worker),
        ]
    }

    private func row(
        _ name: String, _ data: DataDescription, _ line: String, _ peer: String, _ threads: Int, _ worker: WorkerProcess
    ) throws -> Benchmark.Row {
        let (ours, theirs) = (try batches(data, threads: threads), Double(try worker.ask(line)) ?? .nan)
        guard abs(ours - theirs) < 1e-3 * Double(Self.batch * Self.width).squareRoot() else {
            throw Benchmark.WrongValue("\(name): batches that sum to \(ours), the peer's to \(theirs)")
        }
        return Benchmark.Row(
            name: "\(name), \(Self.rowCount) rows, \(threads) thread\(threads == 1 ? "" : "s")", peerName: peer,
            ours: { _ = try self.batches(data, threads: threads) }, peer: { try worker.ask(line) })
    }

    /// The sum of the first batch.
    private func batches(_ data: DataDescription, threads: Int) throws -> Double {
        let dataset = try Dataset.open(data, root: folder.path, cores: threads)
        var features = [Float](repeating: 0, count: Self.batch * Self.width)
        var first: Double?
        for start in stride(from: 0, to: Self.rowCount, by: Self.batch) {
            let samples = Array(start..<min(start + Self.batch, Self.rowCount))
            var all = features.mutableSpan
            var span = all._mutatingExtracting(0..<samples.count * Self.width)
            try dataset.gather(.training, samples, features: &span)
            if first == nil { first = features.reduce(0) { $0 + Double($1) } }
        }
        return first ?? 0
    }
}
