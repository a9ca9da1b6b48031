import Datasets
import Testing

@Suite struct FittedPreprocessingTests {
    static let table = FittedTable(
        hasHeader: true, columnCount: 3, label: "y", labelColumn: 2, missing: ["", "NA"],
        columns: [
            FittedColumn(
                name: "a/\"b\"", index: 1,
                number: FittedNumber(fill: .leastNonzeroMagnitude, hasIndicator: true, mean: 0.1, deviation: -1 / 3)),
            FittedColumn(name: "c", index: 0, categories: ["", "AA", "ü\n"]),
        ])
    static let examples: [FittedPreprocessing] =
        [
            FittedPreprocessing(
                input: .images(FittedImages(shape: [2, 2], scale: 1 / 255, mean: [0.1], deviation: [1 / 3])),
                target: .classes(FittedClasses(count: 10))),
            FittedPreprocessing(
                input: .images(FittedImages(shape: [1], scale: 1, mean: [], deviation: [])),
                target: .classes(FittedClasses(count: 2, names: ["a", "b"]))),
            FittedPreprocessing(
                input: .table(table), target: .number(FittedNumberTarget(label: "y", mean: -0.0, deviation: 1e-30))),
            FittedPreprocessing(input: .text(FittedText(context: 5, alphabet: "\n\"/äé😀")), target: .nextToken),
            FittedPreprocessing(input: .text(FittedText(context: 5, alphabet: nil)), target: .nextToken),
        ]
        + [.above(15), .atLeast(0.1), .below(-3), .atMost(1e300), .equals("late \"now\"")].map { condition in
            FittedPreprocessing(input: .table(table), target: .condition(label: "y", condition))
        }

    @Test(arguments: examples)
    func `what is written is read again, to the bit`(preprocessing: FittedPreprocessing) throws {
        let json = try preprocessing.json()
        #expect(try FittedPreprocessing(json: json) == preprocessing)
        #expect(try FittedPreprocessing(json: json).json() == json)
        #expect(!json.contains("\n"))
    }

    @Test func `the form in JSON stays what it is`() throws {
        #expect(
            try Self.examples[0].json()
                == #"{"classes":{"count":10},"images":{"deviation":[0.33333334],"mean":[0.1],"scale":0.003921569,"#
                + #""shape":[2,2]},"version":1}"#)
        #expect(
            try Self.examples[6].json()
                == #"{"condition":{"comparison":"atLeast","label":"y","number":0.1},"table":{"columnCount":3,"columns":["#
                + #"{"index":1,"name":"a/\"b\"","number":{"deviation":-0.33333334,"fill":1e-45,"hasIndicator":true,"#
                + #""mean":0.1}},{"categories":["","AA","ü\n"],"index":0,"name":"c"}],"hasHeader":true,"label":"y","#
                + #""labelColumn":2,"missing":["","NA"]},"version":1}"#)
    }

    @Test(
        arguments: [
            ("", "expected JSON of a fitted preprocessing, found none"),
            ("[]", "expected JSON of a fitted preprocessing"),
            (#"{"version":2,"new":{}}"#, "expected version 1, found 2"),
            (#"{"text":{"context":3}}"#, "found no key \"version\""),
            (#"{"version":1}"#, "input: expected exactly one of images, table, text, found 0"),
            (#"{"version":1,"text":{}}"#, "found no key \"text.context\""),
            (#"{"version":1,"text":{"context":"3"}}"#, "found no Int under \"text.context\""),
            (#"{"version":1,"text":{"context":0}}"#, "text.context: expected 1 to 65536 tokens, found 0"),
            (#"{"version":1,"text":{"context":1,"alphabet":""}}"#, "text.alphabet: expected 1 to 65535 characters"),
            (#"{"version":1,"text":{"context":1,"alphabet":"ba"}}"#, "expected characters in the order"),
            (#"{"version":1,"text":{"context":1,"alphabet":"aa"}}"#, "expected characters in the order"),
            (
                #"{"version":1,"text":{"context":3},"classes":{"count":3}}"#,
                "target: expected nextToken for text, found another"
            ),
            (
                #"{"version":1,"images":{"shape":[2],"scale":1,"mean":[],"deviation":[]}}"#,
                "target: expected another than nextToken without text"
            ),
            (images(shape: "[]"), "images.shape: expected sizes of at least 1, found []"),
            (images(shape: "[0]"), "images.shape: expected sizes of at least 1, found [0]"),
            (images(shape: "[9223372036854775807,2]"), "images.shape: expected sizes"),
            (images(mean: "[1,2,3]"), "images.mean: expected none, one, or 2 numbers, found 3"),
            (images(mean: "[1,2]"), "images.deviation: expected 2 numbers, found 0"),
            (images(mean: "[1]", deviation: "[0]"), "images.deviation: expected finite numbers other than 0, found 0"),
            (images(mean: "[1e99]", deviation: "[1]"), "expected JSON of a fitted preprocessing, found none"),
            (images(target: #""classes":{"count":0}"#), "classes.count: expected 1 to 16777216 classes, found 0"),
            (
                images(target: #""classes":{"count":2,"names":["a"]}"#),
                "classes.names: expected 2 different names, found 1 in 1"
            ),
            (images(target: #""classes":{"count":2,"names":["a","a"]}"#), "found 1 in 2"),
            (
                images(target: #""classes":{"count":2},"number":{"label":"y","mean":0,"deviation":1}"#),
                "target: expected one of classes, number, condition, found 2"
            ),
            (images(target: #""number":{"label":"y","mean":0,"deviation":0}"#), "number.deviation: expected finite"),
            (
                images(target: #""condition":{"label":"y","comparison":"near","number":1}"#),
                "condition: expected above, atLeast, below or atMost a number, or equals a text, found near"
            ),
            (images(target: #""condition":{"label":"y","comparison":"above","text":"1"}"#), "condition: expected"),
            (table(columns: "[]"), "table.columns: expected at least one column, found none"),
            (table(columns: #"[{"name":"a","index":0}]"#), "expected either number or categories for \"a\""),
            (table(columns: #"[{"name":"a","index":2,"categories":[]}]"#), "expected columns below 2"),
            (table(columns: #"[{"name":"a","index":1,"categories":[]}]"#), "expected columns below 2"),
            (table(columns: #"[{"name":"a","index":0,"categories":["x","x"]}]"#), "each category of \"a\" once"),
            (
                table(columns: #"[{"name":"a","index":0,"categories":[]},{"name":"a","index":0,"categories":[]}]"#),
                "expected each column once"
            ),
        ])
    func `what isn't sound is told`(json: String, words: String) {
        let error = #expect(throws: DatasetError.self, "\(json)") { try FittedPreprocessing(json: json) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    private static func images(
        shape: String = "[2]", mean: String = "[]", deviation: String = "[]", target: String = #""classes":{"count":2}"#
    ) -> String {
        #"{"version":1,"images":{"shape":\#(shape),"scale":1,"mean":\#(mean),"deviation":\#(deviation)},\#(target)}"#
    }

    private static func table(columns: String) -> String {
        #"{"version":1,"classes":{"count":2},"table":{"hasHeader":true,"columnCount":2,"label":"y","labelColumn":1,"#
            + #""missing":[],"columns":\#(columns)}}"#
    }

    @Test func `every prefix of it is an error, never a trap`() throws {
        let json = try Self.examples[2].json()
        for end in json.indices {
            #expect(throws: DatasetError.self) { try FittedPreprocessing(json: String(json[..<end])) }
        }
    }

    @Test func `more than there may be is refused, reading and writing`() throws {
        let long = String(repeating: "x", count: FittedPreprocessing.maximumBytes)
        let names = FittedPreprocessing(
            input: Self.examples[0].input, target: .classes(FittedClasses(count: 1, names: [long])))
        #expect(throws: DatasetError.self) { try names.json() }
        let error = #expect(throws: DatasetError.self) { try FittedPreprocessing(json: long + "x") }
        #expect(error == .preprocessing(.tooLarge(byteCount: long.utf8.count + 1)))
    }

    @Test func `text becomes tokens, and tokens text`() {
        let characters = FittedText(context: 1, alphabet: " ab")
        #expect(characters.tokens(of: "ab ba!") == [1, 2, 0, 2, 1, 3])
        #expect(characters.text(of: [1, 2, 0, 3, 99]) == "ab \u{fffd}\u{fffd}")
        let bytes = FittedText(context: 1, alphabet: nil)
        #expect(bytes.tokens(of: "aÄ") == [97, 195, 132])
        #expect(bytes.text(of: [97, 195, 132]) == "aÄ")
    }
}
