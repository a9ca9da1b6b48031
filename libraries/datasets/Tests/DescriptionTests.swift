import Datasets
import Testing

@Suite struct DescriptionTests {
    @Test(
        arguments: [
            (TextFiles(training: [], context: 3), "data.text.training: expected 1 to 1024 files, found 0"),
            (TextFiles(training: ["x"], context: 0), "data.text.context: expected 1 to 65536 tokens, found 0"),
            (TextFiles(training: ["x"], context: 65_537), "found 65537"),
            (
                TextFiles(
                    training: ["x"], evaluation: Array(repeating: "x", count: 1025), context: 1), "at most 1024 files"
            ),
        ])
    func `a text that can't be is refused before a file is read`(files: TextFiles, words: String) {
        let error = #expect(throws: DatasetError.self) {
            try DataDescription(source: .text(files), split: .place(share: 0.5)).validate()
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `scaling, standardisation and one-hot labels are not for text`() {
        let source = DataSource.text(TextFiles(training: ["x"], context: 3))
        let split = SplitRule.place(share: 0.5)
        for (data, key) in [
            (DataDescription(source: source, split: split, scaling: .unit), "scaling"),
            (DataDescription(source: source, split: split, standardisation: .feature), "standardisation"),
            (DataDescription(source: source, split: split, labels: .oneHot), "labels"),
        ] {
            let error = #expect(throws: DatasetError.self) { try data.validate() }
            #expect(error?.description.hasPrefix("data.\(key): expected ") == true)
        }
        let random = TextFiles(training: ["x"], context: 3, windows: .random)
        #expect(throws: DatasetError.self) {
            try DataDescription(source: .text(random), split: .seeded(share: 0.5, seed: 1)).validate()
        }
    }

    @Test(
        arguments: [
            (CSVFiles(training: "x", hasHeader: true, labelColumn: "y", categoryLimit: 0), "maximumCategories"),
            (CSVFiles(training: "x", hasHeader: true, labelColumn: "y", categoryLimit: 65_537), "maximumCategories"),
            (
                CSVFiles(training: "x", hasHeader: true, labelColumn: "y", missing: MissingValues(tokens: [])),
                "missing.values"
            ),
            (
                CSVFiles(
                    training: "x", hasHeader: true, labelColumn: "y",
                    missing: MissingValues(tokens: Array(repeating: "", count: 65))), "missing.values"
            ),
            (
                CSVFiles(
                    training: "x", hasHeader: true, labelColumn: "y",
                    columns: Array(repeating: "a", count: 65_537)), "columns"
            ),
            (
                CSVFiles(
                    training: "x", hasHeader: true, labelColumn: "y", target: .condition(.above(.infinity))),
                "target.condition"
            ),
        ])
    func `a table that can't be is refused before a file is read`(files: CSVFiles, key: String) {
        let error = #expect(throws: DatasetError.self) {
            try DataDescription(source: .csv(files), split: .place(share: 0.5)).validate()
        }
        #expect(error?.description.hasPrefix("data.csv.\(key): expected ") == true, "\(error?.description ?? "")")
    }

    @Test func `one file of images or labels alone is refused`() {
        let files = IDXFiles(trainingFeatures: "x", trainingLabels: "y", evaluationFeatures: "z")
        let error = #expect(throws: DatasetError.self) { try DataDescription(source: .idx(files)).validate() }
        #expect(error?.description.contains("both or neither") == true)
    }

    @Test func `different descriptions have different texts`() {
        let tables: [CSVFiles] = [
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y"),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", target: .names),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", target: .number(isStandardised: true)),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", target: .condition(.above(1))),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", target: .condition(.equals("> 1.0"))),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", columns: ["a", "b"]),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", columns: ["a 1:b"]),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", categories: ["a", "b"]),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", categoryLimit: 5),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", missing: MissingValues()),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", missing: MissingValues(fill: .median)),
            CSVFiles(training: "a", hasHeader: true, labelColumn: "y", missing: MissingValues(hasIndicator: true)),
        ]
        let texts: [TextFiles] = [
            TextFiles(training: ["a"], context: 3), TextFiles(training: ["a"], context: 4),
            TextFiles(training: ["a", "b"], context: 3), TextFiles(training: ["a"], context: 3, tokens: .bytes),
            TextFiles(training: ["a"], context: 3, windows: .random),
        ]
        let sources = tables.map(DataSource.csv) + texts.map(DataSource.text)
        let descriptions = sources.flatMap { source in
            [SplitRule.files, .place(share: 0.5), .seeded(share: 0.5, seed: 1)].map {
                DataDescription(source: source, split: $0).canonicalText
            }
        }
        #expect(Set(descriptions).count == 51)
    }
}
