import Datasets
import Testing

@Suite struct PreparedInputTests {
    private static func features(_ input: PreparedInput) throws -> [Float] {
        var features = [Float](repeating: .nan, count: input.sampleCount * input.preprocessing.inputCount)
        var span = features.mutableSpan
        try input.gather(0..<input.sampleCount, features: &span)
        return features
    }

    private static func classes(_ input: PreparedInput, count: Int? = nil) throws -> [UInt32] {
        var classes = [UInt32](repeating: .max, count: count ?? input.sampleCount)
        var span = classes.mutableSpan
        try input.gather(0..<input.sampleCount, classes: &span)
        return classes
    }

    private static func values(_ input: PreparedInput) throws -> [Float] {
        var values = [Float](repeating: .nan, count: input.sampleCount)
        var span = values.mutableSpan
        try input.gather(0..<input.sampleCount, values: &span)
        return values
    }

    /// What the flights' training split says, by way of JSON, applied to a file.
    private static func prepare(
        _ source: CSVFiles, file: String, needsLabels: Bool = false
    ) throws -> (input: PreparedInput, dataset: Dataset) {
        let dataset = try Flights.open(source, .feature)
        let preprocessing = try FittedPreprocessing(json: try dataset.description.preprocessing.json())
        let folder = try DataFolder()
        try folder.write(file, to: "new.csv")
        let input = try preprocessing.prepare(file: folder.root + "/new.csv", needsLabels: needsLabels)
        return (input, dataset)
    }

    @Test func `a table is prepared as the training split was`() throws {
        let missing = MissingValues(fill: .median, hasIndicator: true)
        let (input, dataset) = try Self.prepare(
            Flights.source(missing: missing), file: Flights.table, needsLabels: true)
        #expect(input.sampleCount == 5 && input.droppedRows == 1 && input.hasLabels)
        #expect(
            try Self.features(input)
                == dataset.features(.training, [0, 1, 2]) + dataset.features(.evaluation, [0, 1]))
        #expect(try Self.values(input) == [11, -5, 20, 33, 15])
    }

    @Test func `columns are found by name, whatever their order, and the label may be missing`() throws {
        let rows = "wind,extra,origin,distance,carrier\n10.5,x,EWR,1400,UA\nNA,\"y,z\",JFK,1089,AA\n"
        let (input, dataset) = try Self.prepare(Flights.source(), file: rows)
        #expect(input.sampleCount == 2 && !input.hasLabels && input.droppedRows == 0)
        #expect(try Self.features(input) == dataset.features(.training, [0, 1]))
        #expect(throws: DatasetError.batch(.kind(expected: "values", found: "no labels"))) { try Self.values(input) }
    }

    @Test func `without a header the label's column may be left out`() throws {
        let source = CSVFiles(training: "flights.csv", hasHeader: false, labelColumn: "1")
        let dataset = try Flights.open(source, .feature, table: "1,0,5\n2,1,6\n3,0,9\n4,1,1\n")
        let folder = try DataFolder()
        for (text, needsLabels) in [("1,0,5\n2,1,6\n", true), ("1,0,5\n2,1,6\n", false), ("1,5\n2,6\n", false)] {
            try folder.write(text, to: "new.csv")
            let input = try dataset.description.preprocessing.prepare(
                file: folder.root + "/new.csv", needsLabels: needsLabels)
            #expect(try Self.features(input) == dataset.features(.training, [0, 1]))
            if needsLabels { #expect(try Self.classes(input) == [0, 1]) }
        }
        for text in ["1\n", "1,0,5,6\n"] {
            try folder.write(text, to: "new.csv")
            let error = #expect(throws: DatasetError.self) {
                try dataset.description.preprocessing.prepare(file: folder.root + "/new.csv")
            }
            #expect(error?.description.contains("expected 3 columns") == true, "\(error?.description ?? "")")
        }
    }

    @Test(
        arguments: [
            ("wind,origin,carrier\n1,EWR,UA\n", false, "expected a column \"distance\" in the header"),
            ("wind,wind,origin,distance,carrier\n1,2,EWR,3,UA\n", false, "expected one column \"wind\""),
            ("wind,origin,distance,carrier\n1,EWR,far,UA\n", false, "line 2, column 7: field \"distance\""),
            ("wind,origin,distance,carrier\n1,EWR,2,UA\n", true, "expected a label column \"delay\" in the header"),
            ("wind,origin,distance,carrier,delay\n1,EWR,2,UA,NA\n", true, "expected at least one sample, found none"),
            ("wind,origin,distance,carrier\n", false, "expected at least one sample, found none"),
        ])
    func `a table that doesn't fit the model is told where`(file: String, needsLabels: Bool, words: String) throws {
        let error = #expect(throws: DatasetError.self) {
            try Self.prepare(Flights.source(), file: file, needsLabels: needsLabels)
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `images are prepared with labels or without`() throws {
        let folder = try Samples.folder()
        var data = Samples.description
        (data.scaling, data.standardisation) = (.unit, .global)
        let dataset = try Dataset.open(data, root: folder.root, cores: 1)
        let preprocessing = dataset.description.preprocessing
        let input = try preprocessing.prepare(file: folder.root + "/x")
        #expect(try Self.features(input) == dataset.features(.training, [0, 1]))
        #expect(!input.hasLabels)
        let labelled = try preprocessing.prepare(
            file: folder.root + "/x", labels: folder.root + "/y", needsLabels: true)
        #expect(try Self.classes(labelled) == [1, 2])
        #expect(throws: DatasetError.self) {
            try preprocessing.prepare(file: folder.root + "/x", needsLabels: true)
        }
        #expect(throws: DatasetError.self) {
            try preprocessing.prepare(file: folder.root + "/x", labels: folder.root + "/ey")
        }
        try folder.write(idxBytes([1, 3], [1, 2, 3]), to: "other")
        let error = #expect(throws: DatasetError.self) { try preprocessing.prepare(file: folder.root + "/other") }
        #expect(error?.description.contains("expected samples of shape [2, 2], as the model was trained on") == true)
        #expect(throws: DatasetError.file(folder.root + "/none", .missing)) {
            try preprocessing.prepare(file: folder.root + "/none")
        }
    }

    @Test func `text is prepared as windows`() throws {
        let folder = try DataFolder()
        try folder.write("abcabcd!", to: "text")
        let preprocessing = FittedPreprocessing(
            input: .text(FittedText(context: 3, alphabet: "abcd")), target: .nextToken)
        let input = try preprocessing.prepare(file: folder.root + "/text", needsLabels: true)
        #expect(input.sampleCount == 2)
        #expect(try Self.features(input) == [0, 1, 2, 0, 1, 2])
        #expect(try Self.classes(input, count: 6) == [1, 2, 0, 1, 2, 3])
        try folder.write("abc", to: "text")
        #expect(throws: DatasetError.self) { try preprocessing.prepare(file: folder.root + "/text") }
    }

    @Test func `samples that aren't there are an error, never a trap`() throws {
        let (input, _) = try Self.prepare(Flights.source(), file: Flights.table)
        var features = [Float](repeating: 0, count: input.preprocessing.inputCount)
        var span = features.mutableSpan
        #expect(throws: DatasetError.batch(.sample(6, count: 6))) { try input.gather(6..<7, features: &span) }
    }
}
