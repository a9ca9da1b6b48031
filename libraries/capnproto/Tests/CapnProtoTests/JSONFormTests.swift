import CapnProto
import CapnProtoTesting
import Foundation
import Testing

/// JSON, printed as the reference tool does, and read as it does.
struct JSONFormTests {
    /// All but what JSON can't hold.
    static let samples = FormSample.all.filter { $0.type != "Reflected" || !$0.text.contains("unbound") }

    @Test(arguments: samples, [false, true])
    func `what we print has the reference tool's bytes`(sample: FormSample, isPretty: Bool) throws {
        for segmentSize in ReferenceRoundTripTests.segmentSizes {
            let bytes = try sample.message(segmentSize: segmentSize)
            let theirs = try ReferenceTool().convert(
                bytes, from: "binary", to: "json", as: sample.type, schema: sample.file, isShort: !isPretty)
            let root = try MessageReader(copying: bytes).root.rawStructure()
            let ours = try sample.schema.jsonForm(of: root, pretty: isPretty)
            #expect(ours + "\n" == String(decoding: theirs, as: UTF8.self))
        }
    }

    @Test(arguments: samples.filter { !$0.text.contains(#"\v"#) })
    func `what the reference tool prints is read to the same message`(sample: FormSample) throws {
        let bytes = try sample.message()
        for isShort in [false, true] {
            let json = try ReferenceTool().convert(
                bytes, from: "binary", to: "json", as: sample.type, schema: sample.file, isShort: isShort)
            let theirs = try ReferenceTool().convert(
                json, from: "json", to: "binary", as: sample.type, schema: sample.file)
            #expect(
                try Self.read(String(decoding: json, as: UTF8.self), as: sample.schema)
                    == TextFormTests.canonical(theirs))
        }
    }

    /// The message that JSON is read to, in canonical form.
    static func read(_ json: String, as schema: StructSchema) throws -> [UInt8] {
        let message = MessageBuilder(firstSegmentWordCount: 4)
        try schema.fill(message.initRoot(of: schema), fromJSON: json)
        return try TextFormTests.canonical(message.finish().serialized())
    }

    @Test func `a reader writes itself as JSON, and a builder reads it`() throws {
        let message = MessageBuilder()
        let json = #"{"text": "a \"b\"", "named": {"list": [1, 2]}, "plain": {"low": 3, "high": 4}}"#
        try message.initRoot(as: Unions.self).fill(fromJSON: json)
        let reader = try message.finish().reader().root(as: Unions.self)
        #expect(
            try reader.jsonForm() == #"{"named":{"list":[1,2]},"plain":{"low":3,"high":4},"text":"a \"b\""}"#)
        #expect(try reader.plain.jsonForm(pretty: true) == #"{"low": 3, "high": 4}"#)
    }

    @Test(arguments: [
        // Numbers from numbers and from strings.
        #"{"int8Field": -128, "uint8Field": "255", "int64Field": "-9223372036854775808"}"#,
        #"{"uint64Field": "0xffffffffffffffff", "int32Field": "-0x10", "int16Field": " 12", "uint16Field": "+5"}"#,
        #"{"int32Field": 1e3, "uint32Field": 4294967295, "int16Field": -2.0}"#,
        // Of floating point, also those that JSON can't say, and those that are too large.
        #"{"float32Field": "Infinity", "float64Field": "-inf"}"#,
        #"{"float32Field": "nan", "float64Field": null}"#,
        #"{"float32Field": 1e999, "float64Field": "-1e999"}"#, #"{"float64Field": -0, "float32Field": 1e-999}"#,
        #"{"float64Field": "0x1p3", "float32Field": "1e3"}"#,
        // Names that the schema doesn't know, and names that come twice.
        #"{"unknown": [{"deep": null}], "int8Field": 1}"#, #"{"int8Field": 1, "int8Field": 2}"#,
        #"{"structField": {"int8Field": 1}, "structField": {"int16Field": 2}}"#,
        // Void is whatever one likes; enumerants also are numbers.
        #"{"voidField": {"a": 1}, "voidList": [1, null, "x"]}"#, #"{"enumField": 2, "enumList": ["green", 500]}"#,
        // Data, lists of lists, space everywhere, escapes.
        #"{"dataField": [0, 255, 7.0], "nestedList": [[], [1], []], "dataList": [[], [1]]}"#,
        " \n\t{ \"boolField\" : true , \"boolList\" : [ true , false ] }\r\n",
        #"{"textField": "\"\\\/\b\f\n\r\t\u0041\u0000ü"}"#, "{\"textField\": \"a\u{7F}\u{1}\n\"}",
    ])
    func `JSON is read to the reference tool's message`(json: String) throws {
        let theirs = try ReferenceTool().convert(
            Array(json.utf8), from: "json", to: "binary", as: "Everything", schema: SchemaFile.everything)
        #expect(try Self.read(json, as: Everything.schema) == TextFormTests.canonical(theirs))
    }

    @Test(arguments: [
        // A discriminator may come behind what it tells.
        #"{"radius": 2.5, "shared": "c", "kind": "circle"}"#,
        #"{"kind": "rectangle", "sq-width": 3, "sq-shared": "s"}"#,
        #"{"kind": "label", "label": "l"}"#, #"{"label": "without"}"#, #"{"kind": "nobody", "radius": 1}"#,
        #"{"radius": 2.5}"#, #"{"label": "x", "kind": "label"}"#,
        #"{"valued": {"value": "later", "type": "text"}}"#, #"{"valued": {"type": "nothing", "value": 5}}"#,
        #"{"valued": {"value": 5}}"#, #"{"valued": {"type": "child", "value": {"kind": "label"}}}"#,
        #"{"n.named": "TWO", "n.TWO": "t"}"#, #"{"n.one": 7}"#,
        #"{"flat_first": 1, "flat_DEEP": true, "flat_second": [{"first": 2, "DEEP": true}]}"#, #"{"first": 1}"#,
        #"{"low": 1, "HIGH": "2", "high": "3", "snakeCase": "x", "snake_case": "y"}"#,
        #"{"colour": "dark-green", "base": "aGVsbG8=", "hexadecimal": "DEadBEef", "plain": [1]}"#,
        #"{"base": "aGVs\nbG8", "ordinary": {"right": ["red", "dark-green", 7]}}"#,
    ])
    func `annotated JSON is read to the reference tool's message`(json: String) throws {
        let theirs = try ReferenceTool().convert(
            Array(json.utf8), from: "json", to: "binary", as: "Annotated", schema: SchemaFile.json)
        #expect(try Self.read(json, as: Annotated.schema) == TextFormTests.canonical(theirs))
    }

    /// The tool exits with an error for each, too.
    @Test(arguments: [
        ("[]", "1:1: expected an object, found an array"),
        ("{\"boolField\": true} x", "1:21: expected the end, found 'x'"),
        ("{\"boolField\": tru}", "1:15: expected a value, found 't'"),
        ("{\"boolField\": 1}", "1:15: expected true or false, found 1"),
        ("{\"boolField\" true}", "1:14: expected ':', found 't'"),
        ("{boolField: true}", "1:2: expected a name in quotes, found 'b'"),
        ("{\"boolField\": true,}", "1:20: expected a name in quotes, found '}'"),
        ("{\"int8List\": [1,]}", "1:17: expected a value, found ']'"),
        ("{\"int8List\": [1 2]}", "1:17: expected ',' or ']', found '2'"),
        ("{\"int8List\": [1,\n200]}", "2:1: expected a number of type Int8, found 200"),
        ("{\"int8Field\": 1.5}", "1:15: expected a number of type Int8, found 1.5"),
        ("{\"int8Field\": 01}", "1:16: expected ',' or '}', found '1'"),
        ("{\"int8Field\": -}", "1:16: expected a digit, found '}'"),
        ("{\"uint8Field\": \"-1\"}", "1:16: expected a number of type UInt8, found \"-1\""),
        ("{\"uint8Field\": \"12x\"}", "1:16: expected a number of type UInt8, found \"12x\""),
        ("{\"uint8Field\": true}", "1:16: expected a number of type UInt8, found true"),
        (
            "{\"uint64Field\": \"18446744073709551616\"}",
            "1:17: expected a number of type UInt64, found \"18446744073709551616\""
        ),
        ("{\"float64Field\": \"one\"}", "1:18: expected a number of type Float64, found \"one\""),
        ("{\"textField\": null}", "1:15: expected a string, found null"),
        ("{\"textField\": \"abc", "1:19: expected '\"' at the end of a string, found the end"),
        ("{\"textField\": \"\\x\"}", "1:17: expected an escape, found 'x'"),
        ("{\"textField\": \"\\u00g0\"}", "1:20: expected four hexadecimal digits, found 'g'"),
        ("{\"dataField\": [256]}", "1:16: expected a byte from 0 to 255, found 256"),
        ("{\"dataField\": \"AA==\"}", "1:15: expected an array of bytes, found \"AA==\""),
        ("{\"structField\": null}", "1:17: expected an object, found null"),
        ("{\"structList\": {}}", "1:16: expected an array, found an object"),
        ("{\"enumField\": \"purple\"}", "1:15: expected an enumerant of shared.capnp:Colour, found \"purple\""),
        ("{\"anyField\": 1}", "1:14: expected nothing, for JSON can't hold a value of type AnyPointer, found 1"),
    ])
    func `what is wrong with JSON is said with its place`(json: String, message: String) {
        #expect(throws: (any Error).self) {
            _ = try ReferenceTool().convert(
                Array(json.utf8), from: "json", to: "binary", as: "Everything", schema: SchemaFile.everything)
        }
        #expect(throws: FormError.self) {
            do {
                _ = try Self.read(json, as: Everything.schema)
            } catch {
                #expect("\(error)" == message)
                throw error
            }
        }
    }

    /// What docs/limits.md lists: the tool misreads letters in escapes, splits pairs of surrogates, takes what it can of
    /// broken Base64 and hexadecimal digits, and rounds integers to floating-point numbers.
    @Test func `where the reference tool loses something, we don't`() throws {
        func text(_ json: String) throws -> String {
            let message = MessageBuilder()
            try message.initRoot(as: Everything.self).fill(fromJSON: json)
            return try message.finish().reader().root(as: Everything.self).textField
        }
        #expect(try text(#"{"textField": "\u00fc\u00DF\ud83d\ude00"}"#) == "üß😀")
        #expect(throws: FormError.self) { try text(#"{"textField": "\ud83d"}"#) }
        #expect(throws: FormError.self) { try text(#"{"textField": "\ud83dx"}"#) }
        #expect(throws: FormError.self) { try text(#"{"textField": "\ud83d\u0041"}"#) }
        #expect(throws: FormError.self) { try text(#"{"textField": "\ude00\ud83d"}"#) }
        for broken in [#"{"base": "a"}"#, #"{"base": "%"}"#, #"{"hexadecimal": "a"}"#, #"{"hexadecimal": "zz"}"#] {
            #expect(throws: FormError.self) { try Self.read(broken, as: Annotated.schema) }
        }
        let message = MessageBuilder()
        try message.initRoot(as: Everything.self).fill(fromJSON: #"{"int64Field": 9007199254740993}"#)
        #expect(try message.finish().reader().root(as: Everything.self).int64Field == 9_007_199_254_740_993)
        // The end of the range rounds to what lies outside.
        #expect(throws: FormError.self) {
            try Self.read(#"{"int64Field": 9223372036854775808}"#, as: Everything.schema)
        }
        #expect(throws: FormError.self) { try Self.read(#"{"uint64Field": 1e30}"#, as: Everything.schema) }
    }

    @Test func `no text at all is an error, where the reference tool reads no messages`() {
        let expected = FormError.unexpected(
            place: FormPlace(line: 1, column: 1), expected: "a value", found: "the end")
        #expect(throws: expected) { try Self.read("", as: Everything.schema) }
    }

    @Test func `of members of a union, the last one counts, and nothing is left of the others`() throws {
        let json =
            #"{"kind": "none", "kind": "label", "label": "x", "n.TWO": "gone", "n.named": "one", "ordinary": {"left": true, "right": ["red"]}}"#
        let same = #"{"kind": "label", "label": "x", "n.named": "one", "ordinary": {"right": ["red"]}}"#
        #expect(try Self.read(json, as: Annotated.schema) == Self.read(same, as: Annotated.schema))
    }

    @Test func `what JSON can't hold is an error`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.anyField.setText("opaque")
        let any = try message.finish().reader().root(as: Everything.self)
        #expect(throws: WireError.notInJSON(type: "AnyPointer")) { try any.jsonForm() }
        let other = MessageBuilder()
        try other.initRoot(as: Older.self).setText(utf8: ([0xFF] as [UInt8]).span.bytes)
        let broken = try other.finish().reader().root(as: Older.self)
        #expect(throws: WireError.invalidText(byteCount: 1)) { try broken.jsonForm() }
    }

    @Test func `JSON that is nested too deeply is refused`() {
        let json = String(repeating: "{\"child\":", count: 200) + "{}" + String(repeating: "}", count: 200)
        #expect(throws: FormError.tooDeep(place: FormPlace(line: 1, column: 128 * 9 + 1), limit: 128)) {
            try Self.read(json, as: Nest.schema)
        }
    }
}
