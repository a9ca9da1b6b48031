import CapnProto
import CapnProtoTesting
import Testing

/// The text form, printed as the reference tool does, and read as it does.
struct TextFormTests {
    @Test(arguments: FormSample.all, [false, true])
    func `what we print has the reference tool's bytes`(sample: FormSample, isPretty: Bool) throws {
        for segmentSize in ReferenceRoundTripTests.segmentSizes {
            let bytes = try sample.message(segmentSize: segmentSize)
            let theirs = try ReferenceTool().convert(
                bytes, from: "binary", to: "text", as: sample.type, schema: sample.file, isShort: !isPretty)
            let root = try MessageReader(copying: bytes).root.rawStructure()
            #expect(try sample.schema.textFormBytes(of: root, pretty: isPretty) + [10] == theirs)
        }
    }

    @Test(arguments: FormSample.all)
    func `what the reference tool prints is read to the same message`(sample: FormSample) throws {
        let bytes = try sample.message()
        for isShort in [false, true] {
            let text = try ReferenceTool().convert(
                bytes, from: "binary", to: "text", as: sample.type, schema: sample.file, isShort: isShort)
            // What the tool makes of its own text: it prints some numbers with too few digits.
            let theirs = try ReferenceTool().encode(
                String(decoding: text, as: UTF8.self), as: sample.type, schema: sample.file)
            #expect(try Self.read(String(decoding: text, as: UTF8.self), as: sample.schema) == Self.canonical(theirs))
        }
        #expect(try Self.read(sample.text, as: sample.schema) == Self.canonical(bytes))
    }

    /// The message that a text is read to, in canonical form.
    static func read(_ text: String, as schema: StructSchema) throws -> [UInt8] {
        let message = MessageBuilder(firstSegmentWordCount: 4)
        try schema.fill(message.initRoot(of: schema), fromTextForm: text)
        return try canonical(message.finish().serialized())
    }

    /// A message in canonical form.
    static func canonical(_ bytes: [UInt8]) throws -> [UInt8] {
        try MessageReader(copying: bytes).root(as: Nest.self).canonical().serialized()
    }

    @Test func `data that is longer than is asked for is counted, not printed`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.fill(fromTextForm: "(dataField = \"four\")")
        let reader = try message.finish().reader().root(as: Everything.self)
        let whole = try Everything.schema.textForm(of: reader.raw)
        #expect(try whole == reader.textForm())
        #expect(try Everything.schema.textForm(of: reader.raw, longestData: 4) == whole)
        let short = try Everything.schema.textForm(of: reader.raw, longestData: 3)
        #expect(short == whole.replacing("\"four\"", with: "<4 bytes>"))
        #expect(short != whole)
    }

    @Test func `a reader describes itself, and so does a group's`() throws {
        let message = MessageBuilder()
        let unions = try message.initRoot(as: Unions.self)
        try unions.fill(fromTextForm: "(point = (x = 3, label = \"four\"), named = (colour = green))")
        unions.plain.low = 5
        let reader = try message.finish().reader().root(as: Unions.self)
        #expect(
            "\(reader)" == """
                (point = (x = 3, label = "four"), named = (colour = green), plain = (low = 5, high = 0))
                """)
        #expect("\(reader.plain)" == "(low = 5, high = 0)")
        #expect(
            try reader.textForm(pretty: true) == """
                ( point = (x = 3, label = "four"),
                  named = (colour = green),
                  plain = (low = 5, high = 0) )
                """)
    }

    @Test func `a field that is called description stands beside the text form`() throws {
        let message = MessageBuilder()
        try message.initRoot(as: Reflected.self).setDescription("mine")
        let reader = try message.finish().reader().root(as: Reflected.self)
        let field: String = try reader.description
        #expect(field == "mine")
        #expect("\(reader)".hasSuffix("description = \"mine\")"))
    }

    @Test func `what a newer sender says is printed as numbers, or not at all`() throws {
        // The discriminants of `Unions` lie in bytes 4 and 10.
        var words: [UInt64] = [WordImage.structure(offset: 0, dataWords: 3, pointers: 2), 0, 0, 0, 0, 0]
        let unions = try MessageReader(copying: WordImage.message(words)).root(as: Unions.self).raw
        #expect(unions.dataByteCount == 24)
        for shift in [0, 16, 32, 48] { words[1] |= 0x0909 << UInt64(shift) }
        for shift in [0, 16, 32, 48] { words[2] |= 0x0909 << UInt64(shift) }
        let bytes = WordImage.message(words)
        let reader = try MessageReader(copying: bytes).root(as: Unions.self)
        let theirs = try ReferenceTool().decode(bytes, as: "Unions", schema: SchemaFile.everything)
        #expect("\(reader)" == theirs)
        #expect(theirs.hasPrefix("(named = ()"))

        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        everything.enumField = .unknown(500)
        try everything.setEnumList([.red, .unknown(65_535)])
        let outgoing = message.finish()
        let text = try outgoing.reader().root(as: Everything.self).textForm()
        #expect(
            try text == ReferenceTool().decode(outgoing.serialized(), as: "Everything", schema: SchemaFile.everything))
        #expect(text.contains("enumField = (500)"))
        // The tool can't read what it prints there; we can.
        #expect(try Self.read(text, as: Everything.schema) == Self.canonical(outgoing.serialized()))
    }

    @Test func `the sign of zero is kept`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        everything.float32Field = -0.0
        everything.float64Field = -0.0
        let outgoing = message.finish()
        let text = try outgoing.reader().root(as: Everything.self).textForm()
        #expect(
            try text == ReferenceTool().decode(outgoing.serialized(), as: "Everything", schema: SchemaFile.everything))
        // The tool reads -0 as an integer.
        #expect(try Self.read(text, as: Everything.schema) == Self.canonical(outgoing.serialized()))
    }

    @Test func `a text that isn't UTF-8 is printed as it is, or escaped`() throws {
        let message = MessageBuilder()
        let bytes: [UInt8] = [0x61, 0xFF, 0xE2, 0x82, 0x0A, 0xC3, 0xA4, 0xED, 0xA0, 0x80]
        try message.initRoot(as: Older.self).setText(utf8: bytes.span.bytes)
        let outgoing = message.finish()
        let reader = try outgoing.reader().root(as: Older.self)
        let theirs = try ReferenceTool().convert(
            outgoing.serialized(), from: "binary", to: "text", as: "Older", schema: SchemaFile.everything, isShort: true
        )
        #expect(try Older.schema.textFormBytes(of: reader.raw) + [10] == theirs)
        #expect(try reader.textForm() == #"(number = 0, text = "a\377\342\202\nä\355\240\200")"#)
        #expect(try Self.read(reader.textForm(), as: Older.schema) == Self.canonical(outgoing.serialized()))
    }

    @Test func `a capability and a pointer to anything are named`() throws {
        let message = MessageBuilder()
        let reflected = try message.initRoot(as: Reflected.self)
        try reflected.setService(Capability(index: 3))
        let services = try reflected.initServices(count: 2)
        try services.set(Capability(index: 0), at: 1)
        #expect(
            try "\(message.finish().reader().root(as: Reflected.self))" == """
                (number = -7, service = <external capability>, after = 9, plain = (low = 0, high = 0.1), \
                services = [<external capability>, <external capability>])
                """)
        let other = MessageBuilder()
        try other.initRoot(as: Everything.self).anyField.setText("opaque")
        #expect("\(try other.finish().reader().root(as: Everything.self))".contains("anyField = <opaque pointer>"))
    }

    @Test func `a pointer that leads nowhere good is an error, and described as one`() throws {
        // The text's pointer leads out of the segment.
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 1, pointers: 1), 7, WordImage.list(offset: 9, size: 2, count: 4),
        ])
        let reader = try MessageReader(copying: bytes).root(as: Older.self)
        let expected = WireError.outOfBounds(segment: 0, firstWord: 12, wordCount: 1, segmentWordCount: 3)
        #expect(throws: expected) { try reader.textForm() }
        #expect("\(reader)" == "<\(expected)>")
    }

    @Test func `printing costs what reading costs, and ends where nesting does`() throws {
        let message = MessageBuilder()
        var nest = try message.initRoot(as: Nest.self)
        for _ in 0..<70 { nest = try nest.initChild() }
        let bytes = message.finish().serialized()
        let deep = try MessageReader(copying: bytes).root(as: Nest.self)
        #expect(throws: WireError.nestingLimitExceeded) { try deep.textForm() }
        let limits = ReadLimits(traversalWords: 10)
        let large = try MessageReader(copying: bytes, limits: limits).root(as: Nest.self)
        #expect(throws: WireError.traversalLimitExceeded(wordLimit: 10)) { try large.textForm() }
    }

    @Test(arguments: [
        ("(number = 5", "1:12: expected ',' or ')', found the end"),
        ("(number = 5)\n  x", "2:3: expected the end, found 'x'"),
        ("(number = 4294967296)", "1:11: expected a number of type UInt32, found 4294967296"),
        ("(number = -1)", "1:11: expected a number of type UInt32, found -1"),
        ("(number = 1.5)", "1:11: expected a number of type UInt32, found 1.5"),
        ("(number = \"5\")", "1:11: expected a number of type UInt32, found a text"),
        ("(number = 99999999999999999999)", "1:11: expected an integer of 64 bits, found 99999999999999999999"),
        ("(number = 09)", "1:11: expected a number, found '09'"),
        ("(number = 0x)", "1:11: expected a number, found '0x'"),
        ("(number = 5x)", "1:11: expected a number, found '5x'"),
        ("(number = -nan)", "1:12: expected a number, found 'nan'"),
        ("(number = five)", "1:11: expected a number of type UInt32, found 'five'"),
        ("(number = {)", "1:11: expected a value, found '{'"),
        ("(numbr = 5)", "1:2: expected a field of everything.capnp:Older, found 'numbr'"),
        ("(5, number = 6)", "1:2: expected the name of a field, found 5"),
        ("(text = 'x')", "1:9: expected a value, found '''"),
        ("(text = [])", "1:9: expected a text, found a list"),
        ("(text = \"ä\n\")", "1:11: expected '\"' at the end of a text, found '\\n'"),
        ("(text = \"\\q\")", "1:11: expected an escape, found 'q'"),
        ("(text = \"\\777\")", "1:11: expected a byte of at most \\377, found \\777"),
        ("(text = \"\\x4\")", "1:13: expected two hexadecimal digits, found '\"'"),
        ("[]", "1:1: expected a record, found a list"), ("", "1:1: expected a value, found the end"),
    ])
    func `what is wrong with a text is said with its place`(text: String, message: String) {
        let target = MessageBuilder()
        #expect(throws: FormError.self) {
            do {
                try target.initRoot(as: Older.self).fill(fromTextForm: text)
            } catch {
                #expect("\(error)" == message)
                throw error
            }
        }
    }

    @Test(arguments: [
        ("(enumField = purple)", "1:14: expected an enumerant of shared.capnp:Colour, found 'purple'"),
        ("(boolField = 1)", "1:14: expected true or false, found 1"),
        ("(dataField = 0x\"0 1\")", "1:18: expected two hexadecimal digits or '\"', found ' '"),
        ("(int8List = [1,\n 200])", "2:2: expected a number of type Int8, found 200"),
        (
            "(anyField = \"x\")",
            "1:13: expected nothing, for no text stands for a value of type AnyPointer, found a text"
        ),
        ("(structList = [(z = 1)])", "1:17: expected a field of shared.capnp:Point, found 'z'"),
    ])
    func `what the schema doesn't want is said with its place`(text: String, message: String) {
        let target = MessageBuilder()
        #expect(throws: FormError.self) {
            do {
                try target.initRoot(as: Everything.self).fill(fromTextForm: text)
            } catch {
                #expect("\(error)" == message)
                throw error
            }
        }
    }

    @Test(arguments: [
        ("(number = 0x10, text = \"a\" \"b\",)", "(number = 16, text = \"ab\")"),
        ("\u{FEFF}# A comment.\n(number = 017 # Octal.\n)", "(number = 15)"),
        ("(number = (7), text = (\"x\"))", "(number = 7, text = \"x\")"),
        ("(number = 1, number = 2, text = \"first\", text = \"second\")", "(number = 2, text = \"second\")"),
    ])
    func `a text may be written in several ways`(text: String, printed: String) throws {
        let bytes = try ReferenceTool().encode(text, as: "Older", schema: SchemaFile.everything)
        #expect(try Self.read(text, as: Older.schema) == Self.canonical(bytes))
        let reader = try MessageReader(copying: bytes).root(as: Older.self)
        #expect(try reader.textForm() == printed)
    }

    @Test func `a text that is nested too deeply is refused`() {
        let text = String(repeating: "(child = ", count: 200) + "()" + String(repeating: ")", count: 200)
        let target = MessageBuilder()
        #expect(throws: FormError.tooDeep(place: FormPlace(line: 1, column: 128 * 9 + 1), limit: 128)) {
            try target.initRoot(as: Nest.self).fill(fromTextForm: text)
        }
    }

    @Test func `a member of a union takes the place of another`() throws {
        let text = "(point = (x = 3, label = \"gone\"), text = \"t\", named = (data = \"gone\"), named = (flag = true))"
        let bytes = try ReferenceTool().encode(text, as: "Unions", schema: SchemaFile.everything)
        let message = MessageBuilder()
        try message.initRoot(as: Unions.self).fill(fromTextForm: text)
        let ours = try message.finish().reader().root(as: Unions.self)
        #expect(try ours.textForm() == ReferenceTool().decode(bytes, as: "Unions", schema: SchemaFile.everything))
    }
}
