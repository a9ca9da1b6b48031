import CapnProto
import CapnProtoTesting
import Testing

/// The table in front of a message, as a transport reads it.
struct SegmentTableTests {
    @Test(arguments: [(1, 8), (2, 16), (3, 16), (4, 24), (511, 2048)])
    func `the first four bytes say how long the table is`(segmentCount: Int, byteCount: Int) throws {
        let prefix = (0..<4).map { UInt8(truncatingIfNeeded: (segmentCount - 1) >> (8 * $0)) }
        #expect(try SegmentTable.headerByteCount(of: prefix.span.bytes) == byteCount)
    }

    @Test func `a table gives the segments' sizes`() throws {
        // Two segments of 3 and 5 words, and 4 bytes of padding.
        let bytes: [UInt8] = [1, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]
        let table = try SegmentTable(parsing: bytes.span.bytes)
        #expect(table.wordCounts == [3, 5])
        #expect(table.headerByteCount == 16)
        #expect(table.bodyByteCount == 64)
        #expect(table.serialized() == bytes)
    }

    @Test func `a table that is cut off is an error that says how much is missing`() {
        #expect(throws: WireError.truncated(expectedByteCount: 4, actualByteCount: 3)) {
            _ = try SegmentTable.headerByteCount(of: [UInt8](repeating: 0, count: 3).span.bytes)
        }
        let bytes: [UInt8] = [1, 0, 0, 0, 3, 0, 0, 0]
        #expect(throws: WireError.truncated(expectedByteCount: 16, actualByteCount: 8)) {
            _ = try SegmentTable(parsing: bytes.span.bytes)
        }
    }

    @Test func `511 segments are accepted and 512 are refused`() throws {
        let words = [UInt64](repeating: 0, count: 511)
        let accepted = Self.message(segmentCount: 511)
        #expect(try MessageReader(copying: accepted).root.isNull)
        #expect(accepted.count == 2048 + words.count * 8)
        #expect(throws: WireError.tooManySegments(count: 512, limit: 511)) {
            _ = try MessageReader(copying: Self.message(segmentCount: 512))
        }
        #expect(try MessageReader(copying: Self.message(segmentCount: 512), limits: .init(segments: 600)).root.isNull)
    }

    @Test func `a count of all ones isn't no segment at all`() {
        // 0xFFFFFFFF + 1 is 0 in 32 bits.
        let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]
        #expect(throws: WireError.tooManySegments(count: 1 << 32, limit: 511)) {
            _ = try MessageReader(copying: bytes)
        }
        #expect(throws: WireError.truncated(expectedByteCount: ((1 << 31) + 1) * 8, actualByteCount: 8)) {
            _ = try MessageReader(copying: bytes, limits: .init(segments: .max))
        }
    }

    @Test func `a size that asks for gigabytes is refused before memory is taken`() {
        // One segment of 0x90000001 words, and nothing behind: negative in 32 bits, 19 GB in 64.
        let bytes: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0x90]
        #expect(throws: WireError.messageTooLarge(byteCount: 0x9000_0001 * 8, limit: 64 << 20)) {
            _ = try MessageReader(copying: bytes)
        }
        #expect(throws: WireError.truncated(expectedByteCount: 8 + 0x9000_0001 * 8, actualByteCount: 8)) {
            _ = try MessageReader(copying: bytes, limits: .trusted())
        }
    }

    @Test func `a message that is cut off is an error, and what follows one is ignored`() throws {
        let bytes = WordImage.message([WordImage.structure(offset: 0, dataWords: 1, pointers: 0), 7])
        for count in 0..<bytes.count {
            #expect(throws: WireError.self) { _ = try MessageReader(copying: Array(bytes[..<count])) }
        }
        let message = try MessageReader(copying: bytes + [1, 2, 3])
        #expect(try message.root.rawStructure().read(UInt64.self, at: 0) == 7)
    }

    @Test func `a message whose first segment is empty has no root`() throws {
        let message = try MessageReader(copying: [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(throws: WireError.missingRoot) { _ = try message.root }
    }

    private static func message(segmentCount: Int) -> [UInt8] {
        var bytes = (0..<4).map { UInt8(truncatingIfNeeded: (segmentCount - 1) >> (8 * $0)) }
        for _ in 0..<segmentCount { bytes += [1, 0, 0, 0] }
        if bytes.count % 8 != 0 { bytes += [0, 0, 0, 0] }
        return bytes + [UInt8](repeating: 0, count: segmentCount * 8)
    }
}
