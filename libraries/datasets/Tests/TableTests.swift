import Datasets
import Testing

@Suite struct TableTests {
    @Test func `columns become features in the order of the job, categories in that of their bytes`() throws {
        let dataset = try Flights.open(Flights.source(columns: ["wind", "origin", "distance", "carrier"]))
        #expect(
            dataset.table?.featureNames == [
                "wind", "origin=EWR", "origin=JFK", "origin=LGA", "origin=other", "distance", "carrier=AA",
                "carrier=B6", "carrier=UA", "carrier=other",
            ])
        #expect(dataset.description.featureShape == [10] && dataset.description.outputCount == 1)
    }

    @Test func `without a list all columns but the label are features, in the order of the file`() throws {
        let names = try Flights.open().table?.columns.map(\.name)
        #expect(names == ["carrier", "distance", "origin", "wind"])
    }

    @Test func `a row without a label is left out and counted`() throws {
        let dataset = try Flights.open()
        // Five of six rows have one: the last two are for evaluation.
        #expect(dataset.description.droppedRows == 1)
        #expect(dataset.description.trainingSamples == 3 && dataset.description.evaluationSamples == 2)
        #expect(try dataset.values(.training, [0, 1, 2]) == [11, -5, 20])
        #expect(try dataset.values(.evaluation, [0, 1]) == [33, 15])
    }

    @Test func `a missing number takes the training split's mean, and the indicator says so`() throws {
        let missing = MissingValues(fill: .mean, hasIndicator: true)
        let dataset = try Flights.open(Flights.source(columns: ["distance", "wind"], categories: [], missing: missing))
        #expect(dataset.table?.featureNames == ["distance", "distance missing", "wind", "wind missing"])
        let features = try dataset.features(.training, [0, 1, 2])
        #expect(features == [1400, 0, 10.5, 0, 1089, 0, 11.25, 1, 1244.5, 1, 12, 0])
        #expect(try dataset.features(.evaluation, [0]) == [1576, 0, 11.25, 1])
    }

    @Test func `a column that misses nothing in the training split has no indicator`() throws {
        let table = "a,y\n1,0\n2,0\nNA,0\nNA,0\n"
        let source = CSVFiles(
            training: "flights.csv", hasHeader: true, labelColumn: "y",
            missing: MissingValues(fill: .median, hasIndicator: true))
        let dataset = try Flights.open(source, split: .place(share: 0.5), table: table)
        #expect(dataset.table?.featureNames == ["a"])
        #expect(try dataset.features(.evaluation, [0, 1]) == [1.5, 1.5])
    }

    @Test(arguments: [("1\n9\n2\n", 2), ("1\n9\n2\n4\n", 3)] as [(String, Float)])
    func `the median is the middle number, or the mean of the two in the middle`(rows: String, median: Float) throws {
        let lines = "a,y\n" + rows.split(separator: "\n").map { "\($0),0\n" }.joined() + "NA,0\nNA,0\n"
        let source = CSVFiles(
            training: "flights.csv", hasHeader: true, labelColumn: "y", missing: MissingValues(fill: .median))
        let dataset = try Flights.open(source, split: .place(share: 0.25), table: lines)
        #expect(dataset.table?.columns.first?.number?.fill == median)
    }

    @Test func `a category that the training split never had, and a missing one, is other`() throws {
        let dataset = try Flights.open(Flights.source(columns: ["carrier", "origin"]))
        // Training has UA, AA, B6 and EWR, JFK, LGA.
        #expect(try dataset.features(.training, [2]) == [0, 1, 0, 0, 0, 0, 1, 0])
        #expect(try dataset.features(.evaluation, [0]) == [1, 0, 0, 0, 1, 0, 0, 0])
        #expect(try dataset.features(.evaluation, [1]) == [0, 0, 0, 1, 0, 0, 1, 0])
        let table = "carrier,delay\nUA,1\nNA,2\n ,3\nUA,4\n"
        let missing = try Flights.open(
            Flights.source(categories: ["carrier"]), split: .place(share: 0.25), table: table)
        #expect(try missing.features(.training, [0, 1, 2]) == [1, 0, 0, 1, 0, 1])
    }

    @Test func `names of classes are numbered in the order of their bytes`() throws {
        let table = "a,y\n1,setosa\n2, versicolor\n3,\"setosa\"\n4,Virginica\n5,setosa\n"
        let source = CSVFiles(training: "flights.csv", hasHeader: true, labelColumn: "y", target: .names)
        let dataset = try Flights.open(source, split: .place(share: 0.2), table: table)
        #expect(try dataset.samples(.training, [0, 1, 2, 3]).labels == [1, 2, 1, 0])
        #expect(
            dataset.description.target
                == .classes(FittedClasses(count: 3, names: ["Virginica", "setosa", "versicolor"])))
        let unknown = "a,y\n1,setosa\n2,rosa\n"
        let error = #expect(throws: DatasetError.self) {
            try Flights.open(source, split: .place(share: 0.5), table: unknown)
        }
        #expect(
            error?.description
                == "data file \"flights.csv\", line 3, column 3: field \"y\": expected one of the training split's 1 "
                + "classes, found \"rosa\"")
    }

    @Test(
        arguments: [
            (.above(15), [0, 0, 1, 1, 0]), (.atLeast(15), [0, 0, 1, 1, 1]), (.below(11), [0, 1, 0, 0, 0]),
            (.atMost(11), [1, 1, 0, 0, 0]), (.equals("20"), [0, 0, 1, 0, 0]),
        ] as [(Condition, [Float])])
    func `a condition makes two classes of the label`(condition: Condition, expected: [Float]) throws {
        let dataset = try Flights.open(Flights.source(target: .condition(condition)))
        #expect(try dataset.values(.training, [0, 1, 2]) + dataset.values(.evaluation, [0, 1]) == expected)
        #expect(dataset.description.target == .condition(label: "delay", condition))
    }

    @Test func `a number to predict is standardised over the training split`() throws {
        let dataset = try Flights.open(Flights.source(target: .number(isStandardised: true)))
        guard case .number(let number) = dataset.description.target else {
            Issue.record("the target is \(dataset.description.target)")
            return
        }
        // Of 11, -5 and 20: mean 26 / 3, variance 962 / 9.
        #expect(number.mean == 8.666667 && abs(number.deviation - 10.338708) < 1e-6)
        let values = try dataset.values(.evaluation, [0])
        #expect(values == [(33 - number.mean) / number.deviation])
        #expect(abs(number.label(ofOutput: values[0]) - 33) < 1e-5)
    }

    @Test(
        arguments: [
            (Flights.source(columns: ["wind", "speed"]), "columns: expected a column \"speed\" in the header"),
            (Flights.source(columns: ["wind", "wind"]), "columns: expected each column once, found \"wind\" twice"),
            (Flights.source(columns: ["delay"]), "columns: expected columns other than the label, found \"delay\""),
            (
                Flights.source(categories: ["delay"]),
                "categories: expected columns other than the label, found \"delay\""
            ),
            (
                Flights.source(columns: ["wind"], categories: ["origin"]),
                "categories: expected columns that are features, found \"origin\""
            ),
            (
                Flights.source(limit: 2),
                "column \"carrier\": expected at most 2 categories in the training split (maximumCategories), found 3"
            ),
            (Flights.source(missing: nil), "line 3, column 16: field \"wind\": expected a number, found \"NA\""),
            (
                Flights.source(categories: ["origin"]),
                "line 2, column 1: field \"carrier\": expected a number, found \"UA\""
            ),
            (
                Flights.source(target: .integers),
                "line 3, column 4: field \"delay\": expected a label from 0, found -5"
            ),
        ])
    func `a job that doesn't fit the table is told where`(source: CSVFiles, words: String) throws {
        let error = #expect(throws: DatasetError.self) { try Flights.open(source) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `a column of nothing but missing numbers is named`() throws {
        let source = CSVFiles(training: "flights.csv", hasHeader: true, labelColumn: "y", missing: MissingValues())
        let error = #expect(throws: DatasetError.self) {
            try Flights.open(source, split: .place(share: 0.3), table: "a,y\nNA,0\nNA,1\n3,0\n")
        }
        #expect(error == .columns("flights.csv", .noValues("a")))
    }

    @Test func `a table without any label has no samples`() throws {
        let source = CSVFiles(training: "flights.csv", hasHeader: true, labelColumn: "y", missing: MissingValues())
        let error = #expect(throws: DatasetError.self) { try Flights.open(source, table: "a,y\n1,NA\n2,\n") }
        #expect(error == .noSamples("flights.csv"))
    }
}
