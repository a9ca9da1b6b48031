import Datasets
import Learning
import ModelFiles
import Testing
import Trainer

@Suite struct BatchedPredictionTests {
    /// Predicts 2 x + 1 of a table whose x is standardised by 10 and 5, for labels that are by 100 and 4.
    static func numbers() throws -> ModelFile {
        let table = FittedTable(
            hasHeader: true, columnCount: 2, label: "y", labelColumn: 1, missing: [],
            columns: [FittedColumn(name: "x", index: 0, number: FittedNumber(mean: 10, deviation: 5))])
        return try ModelFile(
            NetworkDescription(inputShape: [1], layers: [NamedLayer(.linear(outputs: 1))], loss: .meanSquaredError),
            FittedPreprocessing(
                input: .table(table), target: .number(FittedNumberTarget(label: "y", mean: 100, deviation: 4))),
            parameters: [2, 1])
    }

    @Test(arguments: [1, 2, 64]) func `raw rows are answered in the label's own unit, batch by batch`(batch: Int) throws
    {
        let file = try Self.numbers()
        let stored = try file.stored()
        let input = try stored.preprocessing.prepare(file: file.write("x\n10\n15\n0\n", as: "data.csv"))
        var lines: [String] = []
        var batches: [Range<Int>] = []
        try BatchedPrediction(stored, input, batch: batch).run { samples, outputs in
            batches.append(samples)
            for (row, sample) in samples.enumerated() {
                let prediction = Prediction(
                    sample: sample, outputs: outputs.span.extracting(row..<row + 1),
                    meaning: stored.preprocessing.target,
                    loss: .meanSquaredError)
                lines +=
                    prediction.map { [PredictionFormat.csv.line($0, stored.preprocessing.target, everyClass: false)] }
                    ?? []
            }
        }
        // (x - 10) / 5, then 2 x + 1, then 4 y + 100.
        #expect(lines == ["0,104.0", "1,112.0", "2,88.0"])
        #expect(batches.map(\.count).max() == min(batch, 3))
    }

    @Test func `a labelled table is evaluated, and rows without a label are left out`() throws {
        let file = try Self.numbers()
        let stored = try file.stored()
        let path = try file.write("x,y\n10,108\n15,112\n", as: "data.csv")
        let input = try stored.preprocessing.prepare(file: path, needsLabels: true)
        var evaluation = ModelEvaluation(stored.model, stored.preprocessing.target)
        try BatchedPrediction(stored, input, batch: 1).evaluate { samples, outcome, _ in
            evaluation.add(samples: samples.count, outcome)
        }
        // 104 for 108 is off by 4, a whole deviation; 112 is right.
        let report = evaluation.report(droppedRows: input.droppedRows)
        #expect(report.samples == 2 && report.loss == 0.5 && report.meanAbsoluteError == 2)
    }

    /// The outputs are 0 x, x and 2 x; greatest comes first.
    @Test(arguments: [(1, 0.25), (2, 0.5), (3, 1)], [1, 64])
    func `classes are also counted among the likeliest`(asked: (top: Int, share: Double), batch: Int) throws {
        let table = FittedTable(
            hasHeader: true, columnCount: 2, label: "y", labelColumn: 1, missing: [],
            columns: [FittedColumn(name: "x", index: 0, number: FittedNumber())])
        let file = try ModelFile(
            NetworkDescription(inputShape: [1], layers: [NamedLayer(.linear(outputs: 3))]),
            FittedPreprocessing(input: .table(table), target: .classes(FittedClasses(count: 3))),
            parameters: [0, 1, 2, 0, 0, 0])
        let stored = try file.stored()
        let path = try file.write("x,y\n1,2\n1,1\n1,0\n-1,2\n", as: "data.csv")
        let input = try stored.preprocessing.prepare(file: path, needsLabels: true)
        var evaluation = ModelEvaluation(stored.model, stored.preprocessing.target, top: asked.top)
        try BatchedPrediction(stored, input, batch: batch).evaluate(top: asked.top) { samples, outcome, amongFirst in
            evaluation.add(samples: samples.count, outcome, amongFirst: amongFirst)
        }
        let report = evaluation.report(droppedRows: 0)
        #expect(report.topAccuracy == asked.share && report.accuracy == 0.25)
    }

    @Test func `a table that lacks a column is refused with its name`() throws {
        let file = try Self.numbers()
        let path = try file.write("z\n10\n", as: "data.csv")
        let error = #expect(throws: DatasetError.self) { try file.stored().preprocessing.prepare(file: path) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("\"x\""), "\(String(describing: error))")
    }

    @Test func `what a graph can do to raw input is exported with it`() throws {
        let numbers = try ExportedInput(Self.numbers().stored().preprocessing)
        #expect(numbers.isRaw && numbers.transform.mean == [10] && numbers.transform.deviation == [5])
        let images = FittedPreprocessing(
            input: .images(FittedImages(shape: [2], scale: 0.5, mean: [1], deviation: [3])),
            target: .classes(FittedClasses(count: 2)))
        #expect(ExportedInput(images).isRaw && ExportedInput(images).transform.scale == [0.5])
        let columns = [
            FittedColumn(name: "c", index: 0, categories: ["a", "b"]),
            FittedColumn(name: "x", index: 0, number: FittedNumber(fill: 1)),
        ]
        for column in columns {
            let table = FittedTable(
                hasHeader: true, columnCount: 2, label: "y", labelColumn: 1, missing: ["NA"], columns: [column])
            let target = FittedTarget.number(FittedNumberTarget(label: "y"))
            #expect(!ExportedInput(FittedPreprocessing(input: .table(table), target: target)).isRaw)
        }
    }
}
