import CapnProto
import CapnProtoTesting
import Testing

/// Messages of the reference tool read by us, and ours read by it.
struct ReferenceRoundTripTests {
    /// Of one word a segment, so that every pointer is far; of few words; of one segment.
    static let segmentSizes: [Int?] = [1, 3, 16, nil]

    @Test(arguments: segmentSizes)
    func `what the reference tool wrote is read to the same values`(segmentSize: Int?) throws {
        let bytes = try ReferenceTool().encode(
            EverythingSample.text, as: "Everything", schema: SchemaFile.everything, segmentSize: segmentSize)
        let everything = try MessageReader(copying: bytes).root(as: Everything.self)
        #expect(everything.boolField)
        #expect(everything.int8Field == -123)
        #expect(everything.int16Field == -12_345)
        #expect(everything.int32Field == -12_345_678)
        #expect(everything.int64Field == -123_456_789_012_345)
        #expect(everything.uint8Field == 234)
        #expect(everything.uint16Field == 45_678)
        #expect(everything.uint32Field == 3_456_789_012)
        #expect(everything.uint64Field == 12_345_678_901_234_567_890)
        #expect(everything.float32Field == 1234.5)
        #expect(everything.float64Field == -123e45)
        #expect(everything.enumField == .blue)
        #expect(try everything.textField == "Größe")
        #expect(try everything.dataField.array() == Array("bar".utf8))
        let inner = try everything.structField
        #expect(inner.int32Field == -8)
        #expect(try inner.textField == "inner")
        #expect(try Array(inner.uint8List) == [6, 5])
        #expect(!inner.hasStructField)
        #expect(try everything.innerField.value == 77)
    }

    @Test(arguments: segmentSizes)
    func `lists that the reference tool wrote are read to the same values`(segmentSize: Int?) throws {
        let bytes = try ReferenceTool().encode(
            EverythingSample.text, as: "Everything", schema: SchemaFile.everything, segmentSize: segmentSize)
        let everything = try MessageReader(copying: bytes).root(as: Everything.self)
        #expect(try everything.voidList.count == 3)
        #expect(
            try Array(everything.boolList) == [true, false, true, true, false, false, true, false, true, true])
        #expect(try Array(everything.int8List) == [111, -111])
        #expect(try Array(everything.int16List) == [11_111, -11_111])
        #expect(try Array(everything.int32List) == [111_111_111, -111_111_111])
        #expect(try Array(everything.int64List) == [1_111_111_111_111_111_111, -1_111_111_111_111_111_111])
        #expect(try Array(everything.uint8List) == [111, 222])
        #expect(try Array(everything.uint16List) == [33_333, 44_444])
        #expect(try Array(everything.uint32List) == [3_333_333_333])
        #expect(try Array(everything.uint64List) == [11_111_111_111_111_111_111])
        #expect(try Array(everything.float32List) == [5555.5, .infinity, -.infinity])
        #expect(try Array(everything.float64List) == [7777.75, -0.5])
        #expect(try everything.textList.map { try $0.value } == ["plugh", "", "thud"])
        #expect(try everything.dataList.map { try $0.value.string() } == ["oops", "exhausted"])
        #expect(try everything.structList.map { [$0.x, $0.y] } == [[1, 2], [-3, -1]])
        #expect(try Array(everything.enumList) == [.green, .red])
        #expect(try everything.nestedList.map { try Array($0.value) } == [[1, 2], [], [3]])
    }

    @Test(arguments: [1, 2, 40, 1024])
    func `what we built is read by the reference tool to the same values`(firstSegmentWordCount: Int) throws {
        let tool = try ReferenceTool()
        let expected = try tool.decode(
            tool.encode(EverythingSample.text, as: "Everything", schema: SchemaFile.everything), as: "Everything",
            schema: SchemaFile.everything)
        let builder = MessageBuilder(firstSegmentWordCount: firstSegmentWordCount)
        try EverythingSample.fill(builder.initRoot(as: Everything.self))
        let bytes = builder.finish().serialized()
        #expect(try tool.decode(bytes, as: "Everything", schema: SchemaFile.everything) == expected)
    }

    @Test(arguments: segmentSizes)
    func `a copy of a message is read by the reference tool to the same values`(segmentSize: Int?) throws {
        let tool = try ReferenceTool()
        let bytes = try tool.encode(
            EverythingSample.text, as: "Everything", schema: SchemaFile.everything, segmentSize: segmentSize)
        let expected = try tool.decode(bytes, as: "Everything", schema: SchemaFile.everything)
        let builder = MessageBuilder(firstSegmentWordCount: segmentSize ?? 1024)
        try builder.setRoot(MessageReader(copying: bytes).root(as: Everything.self))
        let copy = builder.finish().serialized()
        #expect(try tool.decode(copy, as: "Everything", schema: SchemaFile.everything) == expected)
    }

    @Test func `defaults are what the reference tool takes them for`() throws {
        let tool = try ReferenceTool()
        let bytes = try tool.encode("()", as: "Defaults", schema: SchemaFile.everything)
        let defaults = try MessageReader(copying: bytes).root(as: Defaults.self)
        #expect(defaults.boolField)
        #expect(defaults.int8Field == -123)
        #expect(defaults.int64Field == -123_456_789_012_345)
        #expect(defaults.uint64Field == 12_345_678_901_234_567_890)
        #expect(defaults.float32Field == 1234.5)
        #expect(defaults.float64Field == -123e45)
        #expect(defaults.infiniteField == .infinity)
        #expect(defaults.enumField == .blue)
        #expect(try defaults.textField == "foo")
        #expect(try defaults.textFieldUTF8.array() == Array("foo".utf8))
        #expect(try defaults.dataField.array() == Array("bar".utf8))
        #expect(try defaults.structField.y == 8)
        #expect(try Array(defaults.listField) == [1, -2, 3])
        #expect(try defaults.textListField.map { try $0.value } == ["plugh", "xyzzy"])
    }

    @Test func `a value that equals its default is a zero on the wire`() throws {
        let builder = MessageBuilder()
        let defaults = try builder.initRoot(as: Defaults.self)
        defaults.int32Field = -12_345_678
        defaults.float32Field = 1234.5
        defaults.boolField = true
        let zeros = builder.finish().serialized().dropFirst(16)
        #expect(zeros.allSatisfy { $0 == 0 })

        let other = MessageBuilder()
        let changed = try other.initRoot(as: Defaults.self)
        changed.int32Field = 5
        changed.boolField = false
        changed.float32Field = 0
        // The default of a struct is copied when it is asked for to be changed.
        try changed.structField.x = 1
        let text = try ReferenceTool().decode(
            other.finish().serialized(), as: "Defaults", schema: SchemaFile.everything)
        #expect(text.contains("int32Field = 5"))
        #expect(text.contains("boolField = false"))
        #expect(text.contains("float32Field = 0"))
        #expect(text.contains("structField = (x = 1, y = 8)"))
    }
}
