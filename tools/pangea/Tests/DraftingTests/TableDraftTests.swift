import Datasets
import Drafting
import JobFile
import Testing

@Suite struct TableDraftTests {
    private static func csv(_ outcome: DraftRequest.Outcome) throws -> CSVFiles {
        guard case .csv(let files) = try Job(yaml: outcome.draft.yaml).data.source else { throw DraftError.noTarget }
        return files
    }

    private static func why(_ outcome: DraftRequest.Outcome, _ what: String) -> Guess? {
        outcome.draft.guesses.first { $0.what == what }
    }

    @Test func `a table of flowers: names are classes, rows' numbers are left out, missing values are filled`() throws {
        try Samples.withFolder(["flowers.csv": Samples.flowers()]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/flowers.csv").outcome()
            let job = try Job(yaml: outcome.draft.yaml)
            #expect(job.name == "flowers" && job.data.split == .seeded(share: 0.2, seed: 1))
            #expect(job.data.standardisation == .feature)
            let files = try Self.csv(outcome)
            #expect(files.hasHeader && files.labelColumn == "species" && files.target == .names)
            #expect(files.columns == ["length", "width", "colour", "petal, length"] && files.categories == ["colour"])
            #expect(files.missing == MissingValues(tokens: ["NA"], fill: .median, hasIndicator: true))
            #expect(outcome.check.trainingSamples == 120 && outcome.check.evaluationSamples == 30)
            #expect(Self.why(outcome, "target")?.why == "it is the last column")
            #expect(Self.why(outcome, "features")?.why.contains("\"id\" (it numbers the rows)") == true)
            #expect(outcome.draft.yaml.contains("# Left out: \"id\" (it numbers the rows)."))
        }
    }

    @Test func `the column that the user names is predicted, a number as a number`() throws {
        try Samples.withFolder(["flowers.csv": Samples.flowers()]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/flowers.csv", target: "petal, length").outcome()
            let files = try Self.csv(outcome)
            #expect(files.labelColumn == "petal, length" && files.target == .number(isStandardised: true))
            #expect(files.categories == ["colour", "species"])
            #expect(outcome.check.trainingSamples + outcome.check.evaluationSamples == 135, "15 miss their target")
            #expect(Self.why(outcome, "missing")?.why.contains("15 rows have no target") == true)
            let error = #expect(throws: DraftError.self) {
                try DraftRequest(data: "\(folder)/flowers.csv", target: "petals").outcome()
            }
            #expect(error?.description.contains("--target: expected one of \"id\"") == true)
        }
    }

    @Test func `a column that is called as targets often are is predicted, wherever it is`() throws {
        let table = Samples.table("y,x,kind", rows: 60) { row in "\(row % 3),\(row % 7).5,\(["a", "b"][row % 2])" }
        try Samples.withFolder(["t.csv": table]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/t.csv").outcome()
            #expect(try Self.csv(outcome).labelColumn == "y")
            #expect(Self.why(outcome, "target")?.why == "columns to be predicted are often called so")
        }
    }

    @Test func `a word that may mean that there is nothing is one among categories`() throws {
        let table = Samples.table("garage,size,kind", rows: 60) { row in
            "\(["None", "brick", "wood"][row % 3]),\(row % 11).5,\(["a", "b"][row % 2])"
        }
        try Samples.withFolder(["t.csv": table]) { folder in
            let files = try Self.csv(DraftRequest(data: "\(folder)/t.csv").outcome())
            #expect(files.categories == ["garage"] && files.missing == nil)
        }
    }

    @Test func `a table without a header has columns by number, and the file to evaluate on is found`() throws {
        let rows = { (from: Int, count: Int) in
            Array((from..<from + count).map { "\($0 % 16),\($0 % 7),\($0 % 4)\n" }.joined().utf8)
        }
        try Samples.withFolder(["training.csv": rows(0, 400), "evaluation.csv": rows(400, 100)]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/training.csv").outcome()
            let files = try Self.csv(outcome)
            #expect(!files.hasHeader && files.labelColumn == "2" && files.target == .integers)
            #expect(files.evaluation == "evaluation.csv" && outcome.check.evaluationSamples == 100)
        }
        // One of other columns is no file to evaluate on.
        try Samples.withFolder(["training.csv": rows(0, 400), "test.csv": Array("1,2\n".utf8)]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/training.csv").outcome()
            #expect(try Self.csv(outcome).evaluation == nil && outcome.check.evaluationSamples == 80)
        }
    }

    @Test func `names that YAML would take for something else come through, and so do stranger ones`() throws {
        let names = ["yes", "a: b", "# c", "\u{e9}t\u{e9}", "1", "tab\\t", "'q'", "\u{85}\u{2028}", "label"]
        let header = (names + []).map { "\"\($0)\"" }.joined(separator: ",")
        let table = Samples.table(header, rows: 60) { row in
            (0..<names.count - 1).map { "\(row * ($0 + 3) % 17)" }.joined(separator: ",") + ",\(row % 2)"
        }
        try Samples.withFolder(["a b: c.csv": table]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/a b: c.csv", hasHeader: true).outcome()
            let files = try Self.csv(outcome)
            #expect(files.training == "a b: c.csv" && files.labelColumn == "label" && files.target == .integers)
            let named = try DraftRequest(data: "\(folder)/a b: c.csv", target: "\u{85}\u{2028}", hasHeader: true)
                .outcome()
            #expect(try Self.csv(named).labelColumn == "\u{85}\u{2028}")
        }
    }

    @Test func `a class that only a few rows have is split so that it is trained on`() throws {
        let table = Samples.table("x,kind", rows: 40) { row in "\(row % 9).5,\(row == 3 ? "rare" : "often\(row % 2)")" }
        try Samples.withFolder(["rare.csv": table]) { folder in
            let outcome = try DraftRequest(data: "\(folder)/rare.csv").outcome()
            #expect(outcome.check.trainingSamples == 32)
        }
    }

    @Test(
        arguments: [
            (
                "x;y\n" + (0..<30).map { "\($0);1\n" }.joined(),
                "fields divided by commas, found one column with semicolons"
            ),
            ("x,y\n1,2\n", "expected at least 10 rows, found 1"),
            ("x,y\n" + (0..<30).map { _ in "1,1\n" }.joined(), "expected a column that can be predicted, found none"),
            (
                "x,y\n" + (0..<30).map { "1,\($0 % 2)\n" }.joined(),
                "expected a column to predict \"y\" from, found none"
            ),
            ("x,y\n1,2,3\n", "expected 2 fields as in the first record, found 3"), ("", "found an empty file"),
        ])
    func `a table of which no job can be made is told why`(text: String, words: String) throws {
        try Samples.withFolder(["t.csv": Array(text.utf8)]) { folder in
            let error = #expect(throws: DraftError.self) { try DraftRequest(data: "\(folder)/t.csv").outcome() }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
    }
}
