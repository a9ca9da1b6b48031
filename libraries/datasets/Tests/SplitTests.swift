import Datasets
import Testing

@Suite struct SplitTests {
    private static func rows(_ split: SplitRule, count: Int = 20) throws -> (training: [Float], evaluation: [Float]) {
        let table = "a,y\n" + (0..<count).map { "\($0),0\n" }.joined()
        let source = CSVFiles(training: "flights.csv", hasHeader: true, labelColumn: "y")
        let dataset = try Flights.open(source, split: split, table: table)
        return (
            try dataset.features(.training, Array(0..<dataset.description.trainingSamples)),
            try dataset.features(.evaluation, Array(0..<dataset.description.evaluationSamples))
        )
    }

    /// By Fixtures/golden.py.
    @Test(arguments: [(7, [4, 12, 13, 14, 17]), (8, [4, 6, 10, 12, 13])] as [(UInt64, [Float])])
    func `a seeded split is a pure function of seed and rows, and keeps their order`(
        seed: UInt64, evaluation: [Float]
    ) throws {
        let rows = try Self.rows(.seeded(share: 0.25, seed: seed))
        #expect(rows.evaluation == evaluation)
        #expect(rows.training == (0..<20).map(Float.init).filter { !evaluation.contains($0) })
    }

    @Test(arguments: [(0.25, 5), (0.01, 1), (0.99, 19), (0.3, 6)])
    func `a split by place takes the last rows`(share: Double, count: Int) throws {
        let rows = try Self.rows(.place(share: share))
        #expect(rows.training == (0..<20 - count).map(Float.init))
        #expect(rows.evaluation == (20 - count..<20).map(Float.init))
    }

    @Test func `images are split too, with the classes of the training split`() throws {
        let folder = try Samples.folder()
        let data = DataDescription(
            source: .idx(IDXFiles(trainingFeatures: "x", trainingLabels: "y")), split: .place(share: 0.5))
        let error = #expect(throws: DatasetError.self) { try Dataset.open(data, root: folder.root, cores: 1) }
        #expect(error == .idx("y", .label(sample: 1, .unseen(classes: 2, found: "2"))))
        try folder.write(idxBytes([2], [2, 1]), to: "y")
        let dataset = try Dataset.open(data, root: folder.root, cores: 1)
        #expect(dataset.description.trainingSamples == 1 && dataset.description.outputCount == 3)
        #expect(try dataset.samples(.evaluation, [0]) == ([10, 20, 30, 40], [1]))
    }

    @Test func `the split is part of the digest`() throws {
        let digests = try [SplitRule.place(share: 0.25), .seeded(share: 0.25, seed: 7), .seeded(share: 0.25, seed: 8)]
            .map { try Flights.open(split: $0, table: Flights.table + Flights.table.dropFirst(35)).description.digest }
        #expect(Set(digests).count == 3)
    }

    @Test func `one sample can't be split`() throws {
        #expect(throws: DatasetError.tooFewToSplit("flights.csv", found: 1)) {
            try Self.rows(.place(share: 0.5), count: 1)
        }
    }

    @Test(
        arguments: [
            (.seeded(share: 0, seed: 1), "data.split.evaluation: expected a share above 0 and below 1, found 0.0"),
            (.place(share: 1), "data.split.evaluation: expected a share above 0 and below 1, found 1.0"),
            (.place(share: .nan), "found nan"),
            (
                .files,
                "data.split: expected either a file to evaluate on or a split of the training file, found neither"
            ),
        ] as [(SplitRule, String)])
    func `a split that can't be is refused`(split: SplitRule, words: String) throws {
        let error = #expect(throws: DatasetError.self) { try Self.rows(split) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `files and a split are one too many`() throws {
        let source = CSVFiles(training: "flights.csv", evaluation: "flights.csv", hasHeader: true, labelColumn: "delay")
        let error = #expect(throws: DatasetError.self) { try Flights.open(source) }
        #expect(error?.description.contains("found both") == true)
    }
}
