import Datasets
import Testing

@Suite struct CSVTests {
    @Test func `the label is taken out by name, the others are features`() throws {
        let dataset = try Samples.csv("a,y,b\n1,2,3\n-4.5,0,+6e-1\n", "a,y,b\n7,1,8\n")
        #expect(dataset.description.featureShape == [2] && dataset.description.outputCount == 3)
        #expect(try dataset.samples(.training, [0, 1]) == ([1, 3, -4.5, 0.6], [2, 0]))
        #expect(try dataset.samples(.evaluation, [0]) == ([7, 8], [1]))
    }

    @Test(arguments: [
        "1,0\n2,1", "1,0\r\n2,1\r\n", "\u{feff}1,0\n2,1\n", "\"1\",\"0\"\n\"2\",1\n", " 1 ,0\t\n2,1\n",
    ])
    func `every way to write the same table is the same data`(text: String) throws {
        let dataset = try Samples.csv(text, "3,1\n", header: false, label: "1")
        #expect(try dataset.samples(.training, [0, 1]) == ([1, 2], [0, 1]))
    }

    @Test func `a quoted name may hold commas, quotes and line ends`() throws {
        let table = "\"a,\"\"b\"\"\nc\",y\n1,0\n"
        let dataset = try Samples.csv(table, table, label: "a,\"b\"\nc")
        #expect(try dataset.samples(.training, [0]) == ([0], [1]))
    }

    @Test(arguments: [
        ("a,y\n1,0\n2\n", "line 3, column 1: expected 2 fields as in the first record, found 1"),
        ("a,y\n1,0\n\n2,0\n", "line 3, column 1: expected 2 fields"),
        ("a,y\nx,0\n", "line 2, column 1: field \"a\": expected a number, found \"x\""),
        ("a,y\n,0\n", "line 2, column 1: field \"a\": expected a number, found nothing"),
        ("a,y\nnan,0\n", "field \"a\": expected a number, found \"nan\""),
        ("a,y\n0x1p3,0\n", "field \"a\": expected a number, found \"0x1p3\""),
        ("a,y\n1e99,0\n", "field \"a\": expected a number that is finite as float32, found \"1e99\""),
        ("a,y\n1,-1\n", "line 2, column 3: field \"y\": expected a label from 0, found -1"),
        ("a,y\n1,0.5\n", "line 2, column 3: field \"y\": expected a label that is an integer, found 0.5"),
        ("a,y\n1,65536\n", "expected a label below 65536 (the limit on classes), found 65536"),
        ("a,y\n\"1,0\n", "line 2, column 1: expected a closing quote"),
        ("a,y\n1\"2,0\n", "line 2, column 2: expected no quote inside an unquoted field"),
        ("a,y\n\"1\"2,0\n", "line 2, column 4: expected a comma or the end of the line behind a closing quote"),
        ("a,y\n\"1\n\" ,0\n", "line 3, column 2: expected a comma or the end of the line"),
        ("a,z\n1,0\n", "expected a label column \"y\" in the header, found \"a\", \"z\""),
        ("y,y\n1,0\n", "expected one label column \"y\" in the header, found several"),
        ("y\n1\n", "expected feature columns beside the label, found none"),
        ("a,y\n", "expected at least one sample, found none"),
        ("", "expected data, found an empty file"),
    ])
    func `a mistake in a table is named with its place`(training: String, words: String) throws {
        let error = #expect(throws: DatasetError.self) { try Samples.csv(training, "a,y\n1,0\n") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\"t.csv\"") == true)
    }

    @Test(arguments: [
        ("a,b,y\n1,2,0\n", "expected 2 columns as in the training split, found 3"),
        ("b,y\n1,0\n", "expected the header of the training split with \"a\" in column 0, found \"b\""),
        ("a,y\n1,1\n", "line 2, column 3: field \"y\": expected a label below 1"),
    ])
    func `the evaluation split has the training split's columns and classes`(evaluation: String, words: String) throws {
        let error = #expect(throws: DatasetError.self) { try Samples.csv("a,y\n1,0\n", evaluation) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("\"e.csv\"") == true)
    }

    @Test(arguments: ["2", "-1", "y", ""])
    func `without a header the label is a column's number`(label: String) throws {
        let error = #expect(throws: DatasetError.self) {
            try Samples.csv("1,0\n", "1,0\n", header: false, label: label)
        }
        #expect(error == .columns("t.csv", .labelNumber(expectedBelow: 2, found: label)))
    }

    @Test func `a large table is the same on any number of cores`() throws {
        // The true sum is 0, so the mean is what rounding leaves, which depends on the order of adding.
        let half = (0..<2500).map { Float($0 * $0 % 1013) * Float(1 << ($0 % 60)) }
        let text = (half + half.reversed().map { -$0 }).enumerated()
            .map { "\($0.offset),\($0.element),\($0.offset % 4)\n" }.joined()
        let folder = try DataFolder()
        try folder.write(text, to: "t.csv")
        try folder.write("1,2,3\n", to: "e.csv")
        var description = Samples.table(header: false, label: "2")
        description.standardisation = .feature
        let one = try Dataset.open(description, root: folder.root, cores: 1)
        for cores in [2, 7] {
            let many = try Dataset.open(description, root: folder.root, cores: cores)
            #expect(many.description == one.description)
            #expect(try many.samples(.training, Array(0..<5000)) == one.samples(.training, Array(0..<5000)))
        }
    }
}
