import Datasets
import JobFile
import Testing

@Suite struct DataSectionTests {
    /// A job with this data section, one key a line.
    private static func job(_ data: String) -> String {
        """
        name: data
        seed: 1
        model: {mlp: {hidden: []}}
        training: {batch: 2, microBatch: 1, epochs: 1, optimiser: {sgd: {}}, schedule: {rate: 0.1}}
        data:
        \(data.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
        """
    }

    private static func data(_ text: String) throws -> DataDescription { try Job(yaml: job(text)).data }

    @Test func `every key of a table is read`() throws {
        let data = try Self.data(
            """
            csv:
              training: flights.csv
              header: false
              label: "8"
              target: {condition: {above: 15}}
              columns: ["1", "3"]
              categories: ["3"]
              maximumCategories: 20
              missing: {values: ["", "?"], fill: median, indicator: true}
            split: {evaluation: 0.1, seed: 18446744073709551615}
            standardisation: feature
            """)
        let files = CSVFiles(
            training: "flights.csv", hasHeader: false, labelColumn: "8", target: .condition(.above(15)),
            columns: ["1", "3"], categories: ["3"], categoryLimit: 20,
            missing: MissingValues(tokens: ["", "?"], fill: .median, hasIndicator: true))
        #expect(
            data
                == DataDescription(
                    source: .csv(files), split: .seeded(share: 0.1, seed: .max), standardisation: .feature))
    }

    @Test func `every key of a text is read`() throws {
        let data = try Self.data(
            """
            text: {training: [a, b], evaluation: [c], context: 64, tokens: bytes, windows: random}
            """)
        let files = TextFiles(training: ["a", "b"], evaluation: ["c"], context: 64, tokens: .bytes, windows: .random)
        #expect(data == DataDescription(source: .text(files)))
        let split = try Self.data("text: {training: [a], context: 1}\nsplit: {evaluation: 0.5}")
        #expect(
            split == DataDescription(source: .text(TextFiles(training: ["a"], context: 1)), split: .place(share: 0.5)))
    }

    @Test(
        arguments: [
            ("{integers: {}}", .integers), ("{names: {}}", .names), ("{number: {}}", .number(isStandardised: true)),
            ("{number: {standardised: false}}", .number(isStandardised: false)),
            ("{condition: {atLeast: -1.5}}", .condition(.atLeast(-1.5))),
            ("{condition: {below: 2}}", .condition(.below(2))), ("{condition: {atMost: 3}}", .condition(.atMost(3))),
            ("{condition: {equals: late}}", .condition(.equals("late"))),
        ] as [(String, CSVTarget)])
    func `every target is read`(text: String, target: CSVTarget) throws {
        let data = try Self.data("csv: {training: a, evaluation: b, label: y, target: \(text)}")
        #expect(
            data
                == DataDescription(
                    source: .csv(
                        CSVFiles(training: "a", evaluation: "b", hasHeader: true, labelColumn: "y", target: target))))
    }

    @Test(
        arguments: [
            ("split: {evaluation: 0.1}", "line 6, data: expected exactly one of idx, csv, text, found none"),
            (
                "csv: {training: a, label: y}\ntext: {training: [a], context: 1}",
                "line 6, data: expected exactly one of idx, csv, text, found both"
            ),
            (
                "csv: {training: a, label: y}",
                "data.split: expected either files to evaluate on or a split of the training files, found neither"
            ),
            (
                "csv: {training: a, evaluation: b, label: y}\nsplit: {evaluation: 0.5}",
                "data.split: expected either files to evaluate on or a split of the training files, found both"
            ),
            (
                "idx: {trainingFeatures: a, trainingLabels: b, evaluationFeatures: c}",
                "data.idx: expected both or neither of evaluationFeatures and evaluationLabels, found one"
            ),
            (
                "csv: {training: a, label: y}\nsplit: {evaluation: 1}",
                "data.split.evaluation: expected a share above 0 and below 1, found \"1\""
            ),
            (
                "csv: {training: a, label: y, target: {condition: {above: 1, below: 2}}}\nsplit: {evaluation: 0.5}",
                "data.csv.target.condition: expected exactly one of above, atLeast, below, atMost, equals, found 2"
            ),
            (
                "csv: {training: a, label: y, target: {condition: {}}}\nsplit: {evaluation: 0.5}", "found 0"
            ),
            (
                "csv: {training: a, label: y, target: {names: {}, number: {}}}\nsplit: {evaluation: 0.5}",
                "expected exactly one of integers, names, number, condition, found names and number"
            ),
            (
                "csv: {training: a, label: y, columns: a}\nsplit: {evaluation: 0.5}",
                "data.csv.columns: expected a list of texts that are not empty, found \"a\""
            ),
            (
                "csv: {training: a, label: y, columns: [a, \"\"]}\nsplit: {evaluation: 0.5}",
                "data.csv.columns: expected a list of texts that are not empty, found nothing"
            ),
            (
                "csv: {training: a, label: y, missing: {values: []}}\nsplit: {evaluation: 0.5}",
                "data.csv.missing.values: expected 1 to 64 texts, found 0"
            ),
            (
                "csv: {training: a, label: y, missing: {fill: zero}}\nsplit: {evaluation: 0.5}",
                "data.csv.missing.fill: expected one of mean, median, found \"zero\""
            ),
            (
                "text: {training: [], context: 1}\nsplit: {evaluation: 0.5}",
                "data.text.training: expected 1 to 1024 files, found 0"
            ),
            (
                "text: {training: [a], context: 1, windows: random}\nsplit: {evaluation: 0.5, seed: 1}",
                "data.text.windows: expected consecutive with a seeded split, which is one of windows, found random"
            ),
            (
                "text: {training: [a], context: 1}\nsplit: {evaluation: 0.5}\nscaling: unit",
                "data.scaling: expected none for text, found unit"
            ),
        ])
    func `a data section that can't be is told where`(text: String, words: String) {
        let error = #expect(throws: JobFileError.self) { try Self.data(text) }
        #expect(error.map { "\($0)" }?.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
    }
}
