import CapnProto
import Testing

/// Building: segments, sizes, and what isn't allowed.
struct BuilderTests {
    @Test func `data handed out stays where it is while the message grows`() throws {
        let builder = MessageBuilder(firstSegmentWordCount: 8)
        let everything = try builder.initRoot(as: Everything.self)
        var data = try everything.initDataField(byteCount: 1 << 20)
        let address = data.unsafeMutableBytes.baseAddress
        var bytes = data.mutableBytes
        bytes.storeBytes(of: 0x55, toByteOffset: (1 << 20) - 1, as: UInt8.self)
        try everything.setTextField(String(repeating: "x", count: 100_000))
        _ = try everything.initStructList(count: 50_000)
        let message = builder.finish()
        let read = try message.reader().root(as: Everything.self).dataField
        #expect(read.withUnsafeBytes { $0.baseAddress } == UnsafeRawPointer(address))
        #expect(read.array().last == 0x55)
    }

    @Test func `a large data fits into an ordinary segment that has room for it`() throws {
        let builder = MessageBuilder(firstSegmentWordCount: (1 << 17) + 100)
        _ = try builder.initRoot(as: Everything.self).initDataField(byteCount: 1 << 20)
        #expect(builder.finish().segments.count == 1)
    }

    @Test func `small objects fill what is left of a segment behind a large one`() throws {
        let builder = MessageBuilder(firstSegmentWordCount: 100)
        let everything = try builder.initRoot(as: Everything.self)
        _ = try everything.initDataField(byteCount: 1 << 20)
        _ = try everything.initUint8List(count: 8)
        #expect(builder.finish().segments.map(\.byteCount).max() == (1 << 20) + 8)
    }

    @Test func `memory outside the message becomes a segment of its own, without a copy`() throws {
        let memory = ForeignMemory(bytes: [1, 2, 3, 4, 5])
        let builder = MessageBuilder()
        let everything = try builder.initRoot(as: Everything.self)
        try everything.adoptDataField(memory.bytes, owner: memory)
        let message = builder.finish()
        #expect(message.segments.count == 2)
        #expect(message.segments[1].bytes.baseAddress == memory.bytes.baseAddress)
        // Five bytes travel as a word.
        #expect(message.segments[1].byteCount == 8)

        // The pointer is double-far: two words of landing pad in the first segment, the data in the second.
        let root = message.segments[0].bytes
        let words = (0..<root.count / 8).map { root.load(fromByteOffset: $0 * 8, as: UInt64.self) }
        let structSize = Everything.structSize
        let padWord = 1 + structSize.wordCount
        #expect(words[1 + Int(structSize.dataWordCount) + 1] == 0x6 | UInt64(padWord) << 3)
        #expect(words[padWord] == 0x1_0000_0002)
        #expect(words[padWord + 1] == 1 | 2 << 32 | 5 << 35)

        let read = try message.reader().root(as: Everything.self).dataField
        #expect(read.array() == [1, 2, 3, 4, 5])
        #expect(try MessageReader(copying: message.serialized()).root(as: Everything.self).dataField.array().count == 5)
    }

    @Test func `memory outside the message lives as long as the message`() throws {
        var memory: ForeignMemory? = ForeignMemory(bytes: Array(repeating: 7, count: 64))
        weak let observer = memory
        var message: OutgoingMessage? = try {
            let builder = MessageBuilder()
            let foreign = try #require(memory)
            try builder.initRoot(as: Everything.self).adoptDataField(foreign.bytes, owner: foreign)
            return builder.finish()
        }()
        memory = nil
        #expect(observer != nil)
        let reader = try #require(message).reader()
        message = nil
        #expect(try reader.root(as: Everything.self).dataField.array().count == 64)
        #expect(observer != nil)
        withExtendedLifetime(reader) {}
    }

    @Test func `memory that doesn't start on a word isn't adopted`() throws {
        let memory = ForeignMemory(bytes: Array(repeating: 0, count: 16))
        let everything = try MessageBuilder().initRoot(as: Everything.self)
        let misaligned = UnsafeRawBufferPointer(rebasing: memory.bytes[4..<12])
        #expect(throws: WireError.misalignedSegment(segment: 1)) {
            try everything.adoptDataField(misaligned, owner: memory)
        }
    }

    @Test func `no memory at all is an empty data`() throws {
        let memory = ForeignMemory(bytes: [])
        let builder = MessageBuilder()
        let everything = try builder.initRoot(as: Everything.self)
        try everything.adoptDataField(UnsafeRawBufferPointer(start: nil, count: 0), owner: memory)
        let message = builder.finish()
        #expect(message.segments.count == 1)
        #expect(try message.reader().root(as: Everything.self).dataField.isEmpty)
    }

    @Test func `a message has at most as many segments as every receiver accepts`() throws {
        let memory = ForeignMemory(bytes: Array(repeating: 0, count: 8))
        let builder = MessageBuilder(firstSegmentWordCount: 4096)
        let list = try builder.initRoot(as: Everything.self).initDataList(count: 511)
        for index in 0..<510 { try list[index].adoptData(memory.bytes, owner: memory) }
        #expect(throws: WireError.tooManySegments(count: 512, limit: 511)) {
            try list[510].adoptData(memory.bytes, owner: memory)
        }
        let message = builder.finish()
        #expect(message.segments.count == 511)
        #expect(try MessageReader(copying: message.serialized()).root(as: Everything.self).dataList.count == 511)
    }

    @Test(arguments: [-1, 1 << 29, Int.max, Int.min])
    func `a list longer than the format can say is an error`(count: Int) throws {
        let everything = try MessageBuilder().initRoot(as: Everything.self)
        let error = WireError.listTooLong(count: count, limit: (1 << 29) - 1)
        #expect(throws: error) { _ = try everything.initBoolList(count: count) }
        #expect(throws: error) { _ = try everything.initVoidList(count: count) }
        #expect(throws: error) { _ = try everything.initStructList(count: count) }
        #expect(throws: error) { _ = try everything.initTextList(count: count) }
        #expect(throws: error) { _ = try everything.initDataField(byteCount: count) }
    }

    @Test func `lists of more words than a segment can have are errors`() throws {
        let everything = try MessageBuilder().initRoot(as: Everything.self)
        let most = (1 << 29) - 1
        #expect(throws: WireError.listTooLarge(wordCount: most + 1, limit: most)) {
            _ = try everything.initUint64List(count: most)
        }
        let defaults = try MessageBuilder().root.initStructure(as: Everything.self)
        #expect(throws: WireError.self) {
            _ = try defaults.raw.pointer(at: 0).initList(of: Everything.self, count: most)
        }
    }

    @Test func `the longest list without bits costs nothing`() throws {
        let builder = MessageBuilder()
        _ = try builder.initRoot(as: Everything.self).initVoidList(count: (1 << 29) - 1)
        let message = builder.finish()
        #expect(message.byteCount < 1000)
        #expect(try message.reader().root(as: Everything.self).voidList.count == (1 << 29) - 1)
    }

    @Test func `a finished message can't be changed through its builders`() throws {
        let builder = MessageBuilder()
        let everything = try builder.initRoot(as: Everything.self)
        _ = builder.finish()
        #expect(throws: WireError.builderFinished) { try everything.setTextField("late") }
        #expect(throws: WireError.builderFinished) { _ = try everything.initStructField() }
        #expect(throws: WireError.builderFinished) { try everything.anyField.clear() }
        #expect(throws: WireError.builderFinished) { _ = try builder.initRoot(as: Everything.self) }
    }

    @Test func `writing a number to a finished message stops the program`() async {
        await #expect(processExitsWith: .failure) {
            let builder = MessageBuilder()
            let everything = try builder.initRoot(as: Everything.self)
            _ = builder.finish()
            everything.int32Field = 1
        }
    }

    @Test func `an element out of bounds stops the program`() async {
        await #expect(processExitsWith: .failure) {
            let list = try MessageBuilder().initRoot(as: Everything.self).initUint8List(count: 3)
            list[3] = 1
        }
    }

    @Test func `an empty message is one null pointer`() throws {
        let message = MessageBuilder().finish()
        #expect(message.serialized() == [0, 0, 0, 0, 1, 0, 0, 0] + Array(repeating: 0, count: 8))
        #expect(try message.reader().root.isNull)
    }

    @Test func `a struct without fields isn't a null pointer`() throws {
        let builder = MessageBuilder()
        _ = try builder.root.initStructure(as: Empty.self)
        let message = builder.finish()
        // Offset -1, no data, no pointers.
        #expect(Array(message.serialized().dropFirst(8)) == [0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
        #expect(try !message.reader().root.isNull)
    }
}
