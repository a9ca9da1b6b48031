import CapnProto
import CapnProtoTesting
import Foundation
import Testing

/// The packed encoding, against examples of its description, the reference tool and hostile bytes.
struct PackedTests {
    /// Words, and what they pack to, by the description of the format.
    static let examples: [(words: [UInt64], packed: [UInt8])] = [
        ([0x0000_0002_0000_0008], [0x11, 0x08, 0x02]),
        ([0x0000_0000_0000_0000], [0x00, 0x00]),
        ([0, 0, 0, 1], [0x00, 0x02, 0x01, 0x01]),
        // A full word, then one with a single zero, which is written as it is.
        (
            [0x0807_0605_0403_0201, 0x0807_0605_0403_0200],
            [0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 2, 3, 4, 5, 6, 7, 8]
        ),
        // A full word, then one with two zeros, which isn't.
        (
            [0x0807_0605_0403_0201, 0x0807_0605_0403_0000],
            [0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0xFC, 3, 4, 5, 6, 7, 8]
        ),
        ([0x8000_0000_0000_0000], [0x80, 0x80]),
    ]

    @Test(arguments: examples.indices) func `words pack as the description has it`(index: Int) throws {
        let (words, packed) = Self.examples[index]
        // The body of a message of one segment, whose table packs by itself.
        let bytes = WordImage.message(words)
        let table: [UInt8] = [0x10, UInt8(words.count)]
        var decoder = PackedDecoder()
        var target = [UInt8](repeating: 0xAA, count: bytes.count)
        var elements = target.mutableSpan
        var span = elements.mutableBytes
        let (consumed, produced) = decoder.decode((table + packed).span.bytes, into: &span)
        #expect(consumed == table.count + packed.count)
        #expect(produced == bytes.count)
        #expect(!decoder.isInsideRun)
        #expect(target == bytes)
    }

    @Test(arguments: [0, 1, 255, 256, 257, 512, 600]) func `runs of any length come back`(count: Int) throws {
        for filling: UInt8 in [0, 0x7F] {
            for tail: [UInt8] in [[], [1, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8]] {
                let builder = MessageBuilder(firstSegmentWordCount: 4)
                let data = [UInt8](repeating: filling, count: count * 8) + tail
                try builder.root.setData(data)
                let message = builder.finish()
                let packed = message.packed()
                let back = try MessageReader(unpacking: packed)
                #expect(try back.root.data().array() == data)
                #expect(packed.count <= message.largestPackedByteCount)
                var room = [UInt8](repeating: 0, count: message.largestPackedByteCount)
                var elements = room.mutableSpan
                var span = elements.mutableBytes
                let written = message.pack(into: &span)
                #expect(Array(room[..<written]) == packed)
            }
        }
    }

    @Test(arguments: ReferenceRoundTripTests.segmentSizes)
    func `what the reference tool packed is read to the same values, and ours by it`(segmentSize: Int?) throws {
        let tool = try ReferenceTool()
        let bytes = try tool.encode(
            EverythingSample.text, as: "Everything", schema: SchemaFile.everything, segmentSize: segmentSize)
        let expected = try tool.decode(bytes, as: "Everything", schema: SchemaFile.everything)
        let theirs = try tool.convert(
            bytes, from: "binary", to: "packed", as: "Everything", schema: SchemaFile.everything,
            segmentSize: segmentSize)
        let copy = MessageBuilder()
        try copy.setRoot(MessageReader(unpacking: theirs).root(as: Everything.self))
        let message = copy.finish()
        #expect(try tool.decode(message.serialized(), as: "Everything", schema: SchemaFile.everything) == expected)
        let back = try tool.convert(
            message.packed(), from: "packed", to: "binary", as: "Everything", schema: SchemaFile.everything)
        #expect(try tool.decode(back, as: "Everything", schema: SchemaFile.everything) == expected)
        // The same message, so the same bytes.
        let again = try tool.convert(
            back, from: "binary", to: "packed", as: "Everything", schema: SchemaFile.everything)
        let unpacked = try MessageReader(copying: back)
        #expect(try OutgoingCopy.of(unpacked).packed() == again)
    }

    @Test(arguments: 1...12) func `portions of any size unpack to the same words`(portion: Int) throws {
        let tool = try ReferenceTool()
        let bytes = try tool.encode(EverythingSample.text, as: "Everything", schema: SchemaFile.everything)
        let packed = try OutgoingCopy.of(MessageReader(copying: bytes)).packed()
        var decoder = PackedDecoder()
        var rest: [UInt8] = []
        var unpacked: [UInt8] = []
        for start in stride(from: 0, to: packed.count, by: portion) {
            rest += packed[start..<min(start + portion, packed.count)]
            while true {
                var room = [UInt8](repeating: 0xAA, count: 16)
                var elements = room.mutableSpan
                var span = elements.mutableBytes
                let (consumed, produced) = decoder.decode(rest.span.bytes, into: &span)
                rest.removeFirst(consumed)
                unpacked += room[..<produced]
                if produced < room.count { break }
            }
            #expect(rest.count <= 9)
        }
        #expect(rest.isEmpty)
        #expect(try unpacked == OutgoingCopy.of(MessageReader(copying: bytes)).serialized())
    }

    @Test func `messages follow one another in a stream`() throws {
        var stream: [UInt8] = []
        for number in 1...3 {
            let builder = MessageBuilder()
            try builder.root.setData([UInt8](repeating: UInt8(number), count: number * 100))
            stream += builder.finish().packed()
        }
        var offset = 0
        for number in 1...3 {
            var byteCount = 0
            let rest = Array(stream[offset...])
            let message = try MessageReader(unpacking: rest.span.bytes, byteCount: &byteCount)
            #expect(try message.root.data().array() == [UInt8](repeating: UInt8(number), count: number * 100))
            offset += byteCount
        }
        #expect(offset == stream.count)
    }

    @Test(arguments: try Vector.packed()) func `hostile packed bytes get the reference library's verdict`(
        vector: Vector
    ) {
        #expect(!vector.isAccepted)
        #expect(throws: WireError.self) { try MessageReader(unpacking: vector.bytes) }
    }

    @Test func `no beginning and no changed byte of a packed message traps`() throws {
        let bytes = try ReferenceTool().encode(EverythingSample.text, as: "Everything", schema: SchemaFile.everything)
        let packed = try OutgoingCopy.of(MessageReader(copying: bytes)).packed()
        for length in packed.indices {
            #expect(throws: WireError.self) { try MessageReader(unpacking: Array(packed[..<length])) }
        }
        for index in packed.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFE, 0xFF] {
                var changed = packed
                changed[index] = value
                _ = try? MessageReader(unpacking: changed)
            }
        }
    }

    @Test func `a table that announces more than the bytes can hold is refused before memory is taken`() {
        // 2^27 words in one segment: 1 GiB, of which two bytes can be at most 2 KiB.
        let bytes: [UInt8] = [0x80, 0x08, 0x00, 0x00]
        var limits = ReadLimits.default
        limits.totalBytes = .max
        #expect(throws: WireError.truncated(expectedByteCount: 1 << 30, actualByteCount: 2048)) {
            try MessageReader(unpacking: bytes, limits: limits)
        }
        #expect(throws: WireError.messageTooLarge(byteCount: 1 << 30, limit: 64 << 20)) {
            try MessageReader(unpacking: bytes)
        }
    }
}

/// A message as it was read, segment by segment.
enum OutgoingCopy {
    static func of(_ message: MessageReader) throws -> OutgoingMessage {
        let builder = MessageBuilder(firstSegmentWordCount: 1 << 12)
        try builder.root.set(message.root)
        return builder.finish()
    }
}
