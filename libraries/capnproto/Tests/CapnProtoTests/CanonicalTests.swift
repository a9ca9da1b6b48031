import CapnProto
import CapnProtoTesting
import Testing

/// Canonical form, against the reference tool and message by message.
struct CanonicalTests {
    static func canonicalWords(of message: MessageReader) throws -> [UInt8] {
        Array(try message.root(as: Everything.self).canonical().serialized().dropFirst(8))
    }

    @Test(arguments: ReferenceRoundTripTests.segmentSizes)
    func `canonical form has the reference tool's bytes`(segmentSize: Int?) throws {
        let tool = try ReferenceTool()
        for text in [
            EverythingSample.text, "()", "(textField = \"\")", "(structField = ())", "(structList = [])",
            "(structList = [(), (x = 1), ()])", "(boolList = [true])", "(nestedList = [[], [1]])",
            "(voidList = [void])",
        ] {
            let bytes = try tool.encode(
                text, as: "Everything", schema: SchemaFile.everything, segmentSize: segmentSize)
            let theirs = try tool.convert(
                bytes, from: "binary", to: "canonical", as: "Everything", schema: SchemaFile.everything)
            let message = try MessageReader(copying: bytes)
            #expect(try Self.canonicalWords(of: message) == theirs, "\(text)")
            let canonical = try message.root(as: Everything.self).canonical()
            #expect(try canonical.reader().isCanonical, "\(text)")
            #expect(try Self.canonicalWords(of: canonical.reader()) == theirs, "again, of \(text)")
            #expect(
                try tool.decode(canonical.serialized(), as: "Everything", schema: SchemaFile.everything)
                    == tool.decode(bytes, as: "Everything", schema: SchemaFile.everything))
        }
    }

    /// Messages that hold something canonical form would not.
    static let others: [(reason: String, bytes: [UInt8])] = [
        ("two segments", WordImage.message([0], [])),
        ("a word too many", WordImage.message([0, 0])),
        (
            "a data section that ends with zeros",
            WordImage.message([WordImage.structure(offset: 0, dataWords: 2, pointers: 0), 1, 0])
        ),
        (
            "a pointer section that ends with null",
            WordImage.message([WordImage.structure(offset: 0, dataWords: 0, pointers: 1), 0])
        ),
        (
            "an object that comes too late",
            WordImage.message([WordImage.structure(offset: 1, dataWords: 1, pointers: 0), 0, 1])
        ),
        (
            "an empty struct behind its pointer",
            WordImage.message([WordImage.structure(offset: 0, dataWords: 0, pointers: 1), 0x0000_0000_0000_0004])
        ),
        ("bytes behind a list's end", WordImage.message([WordImage.list(offset: 0, size: 2, count: 1), 0x0101])),
        ("bits behind a list's end", WordImage.message([WordImage.list(offset: 0, size: 1, count: 3), 0b1111])),
        (
            "elements larger than any needs",
            WordImage.message([
                WordImage.list(offset: 0, size: 7, count: 2), WordImage.tag(count: 1, dataWords: 2, pointers: 0), 1, 0,
            ])
        ),
        (
            "more words than elements need",
            WordImage.message([
                WordImage.list(offset: 0, size: 7, count: 2), WordImage.tag(count: 1, dataWords: 1, pointers: 0), 1, 0,
            ])
        ),
        ("a capability", WordImage.message([3])),
    ]

    @Test(arguments: others.indices) func `what isn't canonical is found`(index: Int) throws {
        let (reason, bytes) = Self.others[index]
        #expect(try !MessageReader(copying: bytes).isCanonical, "\(reason)")
    }

    @Test func `the same without the fault is canonical`() throws {
        for words: [UInt64] in [
            [0], [WordImage.structure(offset: 0, dataWords: 1, pointers: 0), 1],
            [WordImage.structure(offset: -1, dataWords: 0, pointers: 0)],
            [WordImage.list(offset: 0, size: 2, count: 1), 1], [WordImage.list(offset: 0, size: 1, count: 3), 0b111],
            [WordImage.list(offset: 0, size: 7, count: 1), WordImage.tag(count: 1, dataWords: 1, pointers: 0), 1],
            [WordImage.list(offset: 0, size: 0, count: 7)],
        ] {
            #expect(try MessageReader(copying: WordImage.message(words)).isCanonical, "\(words)")
        }
    }

    @Test(arguments: try Vector.all()) func `hostile messages neither trap nor pass`(vector: Vector) {
        guard let message = try? MessageReader(copying: vector.bytes, limits: vector.limits(.default)) else { return }
        _ = try? message.isCanonical
        _ = try? message.root.totalSize
        if let canonical = try? message.root(as: Nest.self).canonical() {
            #expect(vector.ourVerdict(.default))
            #expect((try? canonical.reader().isCanonical) == true)
        }
    }

    @Test func `a size counts each object once for each way to it`() throws {
        // A struct of one data word and two pointers, both to the same text of nine bytes.
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 1, pointers: 2), 5, WordImage.list(offset: 1, size: 2, count: 9),
            WordImage.list(offset: 0, size: 2, count: 9), 0x4141_4141_4141_4141, 0,
        ])
        let size = try MessageReader(copying: bytes).root.totalSize
        #expect(size.wordCount == 3 + 2 + 2)
        #expect(size.capabilityCount == 0)
        let capability = WordImage.message([WordImage.structure(offset: 0, dataWords: 0, pointers: 1), 3])
        #expect(try MessageReader(copying: capability).root.totalSize.capabilityCount == 1)
    }
}
