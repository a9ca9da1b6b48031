import CapnProto
import Testing

/// Messages between senders and receivers of different versions of a schema.
struct EvolutionTests {
    @Test func `fields that an older sender doesn't know read as their defaults`() throws {
        let builder = MessageBuilder()
        let older = try builder.initRoot(as: Older.self)
        older.number = 5
        let newer = try builder.finish().reader().root(as: Newer.self)
        #expect(newer.number == 5)
        #expect(newer.more == 0)
        #expect(!newer.hasList)
        #expect(try newer.list.isEmpty)
    }

    @Test func `fields that an older receiver doesn't know are skipped, and survive a copy`() throws {
        let builder = MessageBuilder()
        let newer = try builder.initRoot(as: Newer.self)
        newer.number = 5
        newer.more = 6
        let older = try builder.finish().reader().root(as: Older.self)
        #expect(older.number == 5)

        let copy = MessageBuilder()
        try copy.setRoot(older)
        #expect(try copy.finish().reader().root(as: Newer.self).more == 6)
    }

    @Test(arguments: [1, 1024])
    func `a struct of an older version is enlarged when it is changed`(firstSegmentWordCount: Int) throws {
        let old = MessageBuilder()
        let older = try old.initRoot(as: OlderHolder.self).initValue()
        older.number = 5
        try older.setText("kept")
        let builder = MessageBuilder(firstSegmentWordCount: firstSegmentWordCount)
        try builder.setRoot(old.finish().reader().root(as: OlderHolder.self))

        let newer = try builder.root.structure(as: NewerHolder.self).value
        newer.more = 6
        try newer.setList([7])
        let read = try builder.finish().reader().root(as: NewerHolder.self).value
        #expect(read.number == 5)
        #expect(try read.text == "kept")
        #expect(read.more == 6)
        #expect(try Array(read.list) == [7])
    }

    @Test func `a list of numbers is read as one of structs`() throws {
        let builder = MessageBuilder()
        let holder = try builder.initRoot(as: OlderHolder.self)
        try holder.setNumbers([1, 2, 3])
        try holder.setTexts(["a", "b"])
        let read = try builder.finish().reader().root(as: NewerHolder.self)
        #expect(try read.numbers.map(\.value) == [1, 2, 3])
        #expect(try read.numbers.map(\.more) == [0, 0, 0])
        #expect(try read.texts.map { try $0.value } == ["a", "b"])
    }

    @Test func `a list of structs is read as one of numbers or texts`() throws {
        let builder = MessageBuilder()
        let holder = try builder.initRoot(as: NewerHolder.self)
        let numbers = try holder.initNumbers(count: 3)
        for index in numbers.indices {
            numbers[index].value = UInt32(index) + 1
            numbers[index].more = 9
        }
        let texts = try holder.initTexts(count: 1)
        try texts[0].setValue("a")
        let read = try builder.finish().reader().root(as: OlderHolder.self)
        let found = try read.numbers
        #expect(Array(found) == [1, 2, 3])
        let isPacked = found.span != nil
        #expect(!isPacked)
        var copied: [UInt32] = [0, 0, 0]
        var target = copied.mutableSpan
        found.copy(into: &target)
        #expect(copied == [1, 2, 3])
        #expect(try read.texts.map { try $0.value } == ["a"])
    }
}
