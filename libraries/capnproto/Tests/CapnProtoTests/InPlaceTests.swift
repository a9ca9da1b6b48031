import CapnProto
import Testing

/// Reading without copying: where the bytes are that readers show.
struct InPlaceTests {
    @Test func `a received data is read inside the received buffer`() throws {
        let builder = MessageBuilder()
        try builder.initRoot(as: Everything.self).setDataField([0, 0, 128, 63, 0, 0, 0, 64])
        let bytes = builder.finish().serialized()
        let table = try SegmentTable(parsing: bytes.span.bytes)
        let frame = ForeignMemory(bytes: Array(bytes.dropFirst(table.headerByteCount)))
        let message = try MessageReader(body: frame.bytes, table: table, owner: frame)
        let values = try message.root(as: Everything.self).dataField.values(of: Float.self)
        let span = values.span
        #expect(span.count == 2 && span[0] == 1 && span[1] == 2)
        let address = try #require(span.withUnsafeBytes { $0.baseAddress })
        let start = try #require(frame.bytes.baseAddress)
        #expect(address >= start && address + 8 <= start + frame.bytes.count)
    }

    @Test func `a list of numbers is read inside the received buffer`() throws {
        let builder = MessageBuilder()
        try builder.initRoot(as: Everything.self).setUint64List([1, 2, 3])
        let message = builder.finish()
        let list = try message.reader().root(as: Everything.self).uint64List
        guard let span = list.span else {
            Issue.record("the list isn't packed")
            return
        }
        #expect(span.count == 3 && span[2] == 3)
        let address = try #require(span.withUnsafeBytes { $0.baseAddress })
        let segment = message.segments[0].bytes
        let start = try #require(segment.baseAddress)
        #expect(address >= start && address + 24 <= start + segment.count)
    }

    @Test(arguments: [1024, 8]) func `a flat message is what is serialized, and is read`(wordCount: Int) throws {
        // In one segment, and in several.
        let builder = MessageBuilder(firstSegmentWordCount: wordCount)
        let everything = try builder.initRoot(as: Everything.self)
        try everything.setTextField("text")
        try everything.setUint64List(1...100)
        let message = builder.finish()
        #expect((message.segmentCount > 1) == (wordCount == 8))
        let flat = message.flattened()
        let array = Self.array(of: flat)
        #expect(array == message.serialized())
        let read = try flat.reader().root(as: Everything.self)
        #expect(try read.textField == "text")
        #expect(try Array(read.uint64List) == Array(1...100))
    }

    private static func array(of flat: borrowing FlatMessage) -> [UInt8] {
        let bytes = flat.bytes
        var array: [UInt8] = []
        for offset in 0..<bytes.byteCount { array.append(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)) }
        return array
    }

    @Test(arguments: [1024, 8]) func `a flat message that is too large is refused`(wordCount: Int) throws {
        let builder = MessageBuilder(firstSegmentWordCount: wordCount)
        try builder.initRoot(as: Everything.self).setUint64List(1...100)
        let message = builder.finish()
        let bodyByteCount = message.segments.reduce(0) { $0 + $1.byteCount }
        #expect(throws: WireError.messageTooLarge(byteCount: bodyByteCount, limit: 80)) {
            try message.flattened().reader(limits: ReadLimits(totalBytes: 80))
        }
    }

    @Test func `bytes that aren't a whole number of elements have no typed view`() throws {
        let builder = MessageBuilder()
        try builder.initRoot(as: Everything.self).setDataField([1, 2, 3, 4, 5, 6])
        let data = try builder.finish().reader().root(as: Everything.self).dataField
        #expect(try data.values(of: UInt16.self).map { $0 } == [0x201, 0x403, 0x605])
        #expect(throws: WireError.partialElement(byteCount: 6, elementByteCount: 4)) {
            _ = try data.values(of: Float.self)
        }
    }

    @Test func `memory that doesn't start on a word isn't read in place`() throws {
        let memory = ForeignMemory(bytes: Array(repeating: 0, count: 24))
        let misaligned = UnsafeRawBufferPointer(rebasing: memory.bytes[4..<20])
        #expect(throws: WireError.misalignedSegment(segment: 0)) {
            _ = try MessageReader(segments: [misaligned], owner: memory)
        }
        let partial = UnsafeRawBufferPointer(rebasing: memory.bytes[..<12])
        #expect(throws: WireError.misalignedSegment(segment: 0)) {
            _ = try MessageReader(segments: [partial], owner: memory)
        }
    }

    @Test func `a reader keeps its message alive`() throws {
        var frame: ForeignMemory? = ForeignMemory(bytes: Array(repeating: 0, count: 8))
        weak let observer = frame
        var reader: Everything.Reader? = try {
            let owner = try #require(frame)
            return try MessageReader(segments: [owner.bytes], owner: owner).root(as: Everything.self)
        }()
        frame = nil
        #expect(observer != nil)
        #expect(reader?.int32Field == 0)
        reader = nil
        #expect(observer == nil)
    }

    @Test func `readers may be shared between threads`() async throws {
        let builder = MessageBuilder(firstSegmentWordCount: 16)
        try EverythingSample.fill(builder.initRoot(as: Everything.self))
        let message = try builder.finish().reader()
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var sum = 0
                    for _ in 0..<1000 {
                        let everything = try message.root(as: Everything.self)
                        sum += try everything.uint16List.reduce(0) { $0 + Int($1) }
                        sum += try everything.textList[2].value.utf8.count
                    }
                    return sum
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums == Array(repeating: 1000 * (33_333 + 44_444 + 4), count: 8))
    }
}
