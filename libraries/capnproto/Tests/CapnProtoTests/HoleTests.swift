import CapnProto
import CapnProtoTesting
import Testing

/// Holes that implementations of the format had to fix, each with the bytes that went through it.
struct HoleTests {
    // MARK: Lists

    @Test func `a list of 2^29-1 words in a message of two is out of bounds`() {
        // CVE-2015-2310: its size in bits or bytes overflows 32 bits and looks small.
        let bytes = WordImage.message([WordImage.list(offset: 0, size: 5, count: (1 << 29) - 1), 0])
        #expect(throws: WireError.outOfBounds(segment: 0, firstWord: 1, wordCount: (1 << 29) - 1, segmentWordCount: 2))
        {
            try MessageWalk.visit(bytes)
        }
    }

    @Test func `elements without bits cost a word each`() {
        // CVE-2015-2312: one word claims 2^29-1 elements, and a loop over them takes seconds.
        let bytes = WordImage.message([WordImage.list(offset: 0, size: 0, count: (1 << 29) - 1)])
        #expect(throws: WireError.traversalLimitExceeded(wordLimit: 65_536)) { try MessageWalk.visit(bytes) }
        let affordable = WordImage.message([WordImage.list(offset: 0, size: 0, count: 1000)])
        #expect(throws: Never.self) { try MessageWalk.visit(affordable) }
    }

    @Test func `structs without fields cost a word each`() {
        // CVE-2015-2312 and 2313, by a struct list: no words, a tag of 2^29-1 elements of size nothing.
        let bytes = WordImage.message([
            WordImage.list(offset: 0, size: 7, count: 0),
            WordImage.tag(count: (1 << 29) - 1, dataWords: 0, pointers: 0),
        ])
        #expect(throws: WireError.traversalLimitExceeded(wordLimit: 65_536)) { try MessageWalk.visit(bytes) }
    }

    @Test func `elements that overrun their list are refused`() {
        // The list has 2 words, its tag says 3 elements of one.
        let bytes = WordImage.message([
            WordImage.list(offset: 0, size: 7, count: 2), WordImage.tag(count: 3, dataWords: 1, pointers: 0), 1, 2,
        ])
        #expect(throws: WireError.listTagOverrun(elementCount: 3, wordsPerElement: 1, wordCount: 2)) {
            try MessageWalk.visit(bytes)
        }
    }

    @Test func `a product of elements and size that overflows 32 bits is refused`() {
        // 2^29-1 elements of 2^17-2 words.
        let bytes = WordImage.message([
            WordImage.list(offset: 0, size: 7, count: 1),
            WordImage.tag(count: (1 << 29) - 1, dataWords: 0xFFFF, pointers: 0xFFFF), 0,
        ])
        #expect(
            throws: WireError.listTagOverrun(elementCount: (1 << 29) - 1, wordsPerElement: 131_070, wordCount: 1)
        ) { try MessageWalk.visit(bytes) }
    }

    @Test func `a tag that isn't a struct pointer is refused`() {
        let bytes = WordImage.message([
            WordImage.list(offset: 0, size: 7, count: 1), WordImage.list(offset: 1, size: 0, count: 0), 0,
        ])
        #expect(throws: WireError.malformedListTag(found: .list)) { try MessageWalk.visit(bytes) }
    }

    @Test func `a struct list without room for its tag is out of bounds`() {
        let bytes = WordImage.message([WordImage.list(offset: 0, size: 7, count: 0)])
        #expect(throws: WireError.outOfBounds(segment: 0, firstWord: 1, wordCount: 1, segmentWordCount: 1)) {
            try MessageWalk.visit(bytes)
        }
    }

    @Test func `structs read as pointers keep their places`() throws {
        // CVE-2022-46149: two structs of a data word and a pointer each, read as a list of texts. A reader that moves its
        // base to the first pointer reads beyond the last one.
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 0, pointers: 3), 0, 0,
            WordImage.list(offset: 0, size: 7, count: 4), WordImage.tag(count: 2, dataWords: 1, pointers: 1),
            7, WordImage.list(offset: 2, size: 2, count: 2), 8, WordImage.list(offset: 1, size: 2, count: 2),
            0x41, 0x42,
        ])
        let holder = try MessageReader(copying: bytes).root(as: OlderHolder.self)
        let texts = try holder.texts
        #expect(try texts.map { try $0.value } == ["A", "B"])
        let builder = MessageBuilder()
        try builder.setRoot(holder)
        let copy = try builder.finish().reader().root(as: NewerHolder.self).texts
        #expect(try copy.map { try $0.value } == ["A", "B"])
        #expect(copy.map { $0.raw.read(UInt64.self, at: 0) } == [7, 8])
    }

    @Test func `a list of bits isn't one of structs, nor the other way round`() throws {
        // Java, 2021: the bits were read as structs, eight times as far.
        let bits = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 0, pointers: 3), 0,
            WordImage.list(offset: 1, size: 1, count: 64), 0, UInt64.max,
        ])
        let newer = try MessageReader(copying: bits).root(as: NewerHolder.self)
        #expect(throws: WireError.incompatibleElements(expected: .composite, found: .bit)) { _ = try newer.numbers }

        let builder = MessageBuilder()
        _ = try builder.initRoot(as: Everything.self).initStructList(count: 2)
        let everything = try builder.finish().reader().root(as: Everything.self)
        #expect(throws: WireError.incompatibleElements(expected: .bit, found: .composite)) {
            _ = try everything.raw.list(at: 18, of: Bool.self)
        }
    }

    @Test(arguments: [ElementSize.void, .bit, .byte, .twoBytes, .fourBytes, .eightBytes, .pointer])
    func `elements too small for the schema's are refused`(found: ElementSize) throws {
        // A list of one element of each size, read as 32-bit numbers.
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 0, pointers: 2), 0,
            WordImage.list(offset: 0, size: UInt64(found.rawValue), count: 1), 0,
        ])
        let holder = try MessageReader(copying: bytes).root(as: OlderHolder.self)
        if found == .fourBytes || found == .eightBytes {
            #expect(try Array(holder.numbers) == [0])
        } else {
            #expect(throws: WireError.incompatibleElements(expected: .fourBytes, found: found)) {
                _ = try holder.numbers
            }
        }
    }

    // MARK: Pointers

    @Test func `a struct before its segment is out of bounds`() {
        let bytes = WordImage.message([WordImage.structure(offset: -5, dataWords: 1, pointers: 0), 0])
        #expect(throws: WireError.outOfBounds(segment: 0, firstWord: -4, wordCount: 1, segmentWordCount: 2)) {
            try MessageWalk.visit(bytes)
        }
    }

    @Test func `a struct as far away as the format can say is out of bounds`() {
        let farthest: Int32 = (1 << 29) - 1
        let bytes = WordImage.message([WordImage.structure(offset: farthest, dataWords: 0xFFFF, pointers: 0xFFFF), 0])
        #expect(
            throws: WireError.outOfBounds(
                segment: 0, firstWord: 1 << 29, wordCount: 131_070, segmentWordCount: 2)
        ) { try MessageWalk.visit(bytes) }
    }

    @Test func `a far pointer as far away as the format can say is out of bounds`() {
        // CVE-2017-7892: the address overflowed, and the compiler dropped the check.
        let bytes = WordImage.message([WordImage.far(segment: 0, word: (1 << 29) - 1), 0])
        #expect(
            throws: WireError.outOfBounds(segment: 0, firstWord: (1 << 29) - 1, wordCount: 1, segmentWordCount: 2)
        ) { try MessageWalk.visit(bytes) }
    }

    @Test(arguments: [1, 2, UInt32.max])
    func `a far pointer to a segment that isn't there is refused`(segment: UInt32) {
        let bytes = WordImage.message([WordImage.far(segment: segment, word: 0)])
        #expect(throws: WireError.unknownSegment(segment: segment, segmentCount: 1)) { try MessageWalk.visit(bytes) }
    }

    @Test func `a far pointer leads to another segment`() throws {
        let bytes = WordImage.message(
            [WordImage.far(segment: 1, word: 0)], [WordImage.structure(offset: 0, dataWords: 1, pointers: 0), 7])
        #expect(try MessageReader(copying: bytes).root.rawStructure().read(UInt64.self, at: 0) == 7)
    }

    @Test func `a far pointer to a far pointer is refused`() {
        let bytes = WordImage.message(
            [WordImage.far(segment: 1, word: 0)],
            [WordImage.far(segment: 1, word: 1), WordImage.structure(offset: 0, dataWords: 1, pointers: 0), 7])
        #expect(throws: WireError.malformedLandingPad(segment: 1, word: 0)) { try MessageWalk.visit(bytes) }
    }

    @Test func `a double-far pointer leads to an object through a pad of two words`() throws {
        // The pad in segment 1 says: word 1 of segment 2, a struct of one data word.
        let bytes = WordImage.message(
            [WordImage.far(segment: 1, word: 0, isDouble: true)],
            [WordImage.far(segment: 2, word: 1), WordImage.structure(offset: 0, dataWords: 1, pointers: 0)], [6, 7])
        #expect(try MessageReader(copying: bytes).root.rawStructure().read(UInt64.self, at: 0) == 7)
    }

    @Test func `a double-far pad of one word is out of bounds`() {
        let bytes = WordImage.message(
            [WordImage.far(segment: 1, word: 0, isDouble: true)], [WordImage.far(segment: 0, word: 0)])
        #expect(throws: WireError.outOfBounds(segment: 1, firstWord: 0, wordCount: 2, segmentWordCount: 1)) {
            try MessageWalk.visit(bytes)
        }
    }

    @Test func `a double-far pad that names no object is refused`() {
        let structure = WordImage.structure(offset: 0, dataWords: 1, pointers: 0)
        // Its first word isn't a far pointer.
        let noAddress = WordImage.message(
            [WordImage.far(segment: 1, word: 0, isDouble: true)], [structure, structure, 0])
        // Its second word isn't a tag.
        let noTag = WordImage.message(
            [WordImage.far(segment: 1, word: 0, isDouble: true)],
            [WordImage.far(segment: 0, word: 0), WordImage.far(segment: 0, word: 0)])
        for bytes in [noAddress, noTag] {
            #expect(throws: WireError.malformedLandingPad(segment: 1, word: 0)) { try MessageWalk.visit(bytes) }
        }
        let noSegment = WordImage.message(
            [WordImage.far(segment: 1, word: 0, isDouble: true)], [WordImage.far(segment: 9, word: 0), structure])
        #expect(throws: WireError.unknownSegment(segment: 9, segmentCount: 2)) { try MessageWalk.visit(noSegment) }
    }

    @Test func `a pointer of another kind than the schema's is refused`() throws {
        // A struct where text and a list should be, and a list where a struct should be.
        let structure = WordImage.structure(offset: 3, dataWords: 1, pointers: 0)
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 0, pointers: 3), WordImage.list(offset: 2, size: 2, count: 8),
            structure, structure, 0, 0, 0,
        ])
        let holder = try MessageReader(copying: bytes).root(as: OlderHolder.self)
        #expect(throws: WireError.unexpectedPointer(expected: .structure, found: .list)) { _ = try holder.value }
        #expect(throws: WireError.unexpectedPointer(expected: .list, found: .structure)) { _ = try holder.numbers }
        #expect(throws: WireError.unexpectedPointer(expected: .list, found: .structure)) {
            _ = try holder.raw.text(at: 1)
        }
    }

    @Test func `a capability is a value that can't be copied`() throws {
        // A struct with one pointer, which is capability 5.
        let bytes = WordImage.message([WordImage.structure(offset: 0, dataWords: 0, pointers: 1), 3 | 5 << 32])
        let root = try MessageReader(copying: bytes).root
        #expect(try root.rawStructure().pointer(at: 0).kind == .capability)
        #expect(throws: WireError.capabilityNotCopyable) { try MessageBuilder().root.set(root) }
    }

    // MARK: Text

    @Test(arguments: [
        // CVE-2015-2311: no byte at all, so the terminator would be at -1.
        (UInt64(0), UInt64(0), WireError.unterminatedText(byteCount: 0)),
        (4, 0x6162_6364, .unterminatedText(byteCount: 4)),
        // The byte behind the text is NUL, but isn't the text's.
        (8, 0x6162_6364_6566_6768, .unterminatedText(byteCount: 8)),
        (3, 0x00_FFFE, .invalidText(byteCount: 2)),
    ])
    func `a text without its terminator or not in UTF-8 is refused`(
        byteCount: UInt64, word: UInt64, error: WireError
    ) throws {
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 0, pointers: 1),
            WordImage.list(offset: 0, size: 2, count: byteCount), word, 0,
        ])
        let structure = try MessageReader(copying: bytes).root.rawStructure()
        #expect(throws: error) { _ = try structure.text(at: 0) }
    }

    @Test func `a text of another element size than bytes is refused`() throws {
        let bytes = WordImage.message([
            WordImage.structure(offset: 0, dataWords: 0, pointers: 1), WordImage.list(offset: 0, size: 3, count: 2), 0,
        ])
        let structure = try MessageReader(copying: bytes).root.rawStructure()
        let error = WireError.incompatibleElements(expected: .byte, found: .twoBytes)
        #expect(throws: error) { _ = try structure.text(at: 0) }
        #expect(throws: error) { _ = try structure.data(at: 0) }
    }

    // MARK: Limits

    @Test func `a pointer to its own struct ends at the nesting limit`() {
        // The root leads to a struct at word 0, whose only pointer is that same word.
        let bytes = WordImage.message([WordImage.structure(offset: -1, dataWords: 0, pointers: 1)])
        #expect(throws: WireError.nestingLimitExceeded) { try MessageWalk.visit(bytes) }
    }

    @Test func `64 levels pass and 65 fail`() throws {
        func message(depth: Int) throws -> [UInt8] {
            let builder = MessageBuilder()
            var nest = try builder.initRoot(as: Nest.self)
            for _ in 1..<depth { nest = try nest.initChild() }
            return builder.finish().serialized()
        }
        #expect(throws: Never.self) { try MessageWalk.visit(message(depth: 64)) }
        #expect(throws: WireError.nestingLimitExceeded) { try MessageWalk.visit(message(depth: 65)) }
        #expect(throws: Never.self) { try MessageWalk.visit(message(depth: 65), limits: .init(nestingLevels: 65)) }
    }

    @Test func `lists of structs nest too`() throws {
        let builder = MessageBuilder()
        var nest = try builder.initRoot(as: Nest.self)
        for _ in 0..<40 { nest = try nest.initChildren(count: 1)[0] }
        let bytes = builder.finish().serialized()
        #expect(throws: WireError.nestingLimitExceeded) { try MessageWalk.visit(bytes) }
        #expect(throws: Never.self) { try MessageWalk.visit(bytes, limits: .init(nestingLevels: 100)) }
    }

    @Test func `many pointers to one list cost what they would unfold to`() throws {
        // 2,000 pointers to one list of 4,000 words: 48 KB that copy to 64 MB.
        let count = 2000
        let size = 4000
        var words = [WordImage.list(offset: 0, size: 6, count: UInt64(count))]
        for index in 0..<count {
            words.append(WordImage.list(offset: Int32(count - index - 1), size: 5, count: UInt64(size)))
        }
        words += [UInt64](repeating: 1, count: size)
        let bytes = WordImage.message(words)
        #expect(throws: WireError.traversalLimitExceeded(wordLimit: 65_536)) {
            try MessageBuilder().root.set(MessageReader(copying: bytes).root)
        }
        #expect(throws: Never.self) { try MessageWalk.visit(bytes, limits: .trusted()) }
    }

    @Test func `the traversal limit grows with the message`() throws {
        let builder = MessageBuilder()
        _ = try builder.initRoot(as: Everything.self).initDataField(byteCount: 1 << 20)
        let everything = try MessageReader(copying: builder.finish().serialized()).root(as: Everything.self)
        var visits = 0
        while (try? everything.dataField) != nil { visits += 1 }
        #expect(visits == 7 || visits == 8)
    }

    @Test func `a message above the limit of bytes is refused`() throws {
        let bytes = WordImage.message([UInt64](repeating: 0, count: 100))
        #expect(throws: WireError.messageTooLarge(byteCount: 800, limit: 799)) {
            _ = try MessageReader(copying: bytes, limits: .init(totalBytes: 799))
        }
        #expect(throws: Never.self) { _ = try MessageReader(copying: bytes, limits: .init(totalBytes: 800)) }
    }
}
