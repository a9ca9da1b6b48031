import CapnProto
import CapnProtoTesting
import Testing

/// Objects that change hands within a message.
struct OrphanTests {
    /// What a pointer leads to, which must not be null.
    private static func taken(from pointer: PointerBuilder) throws -> Orphan {
        guard let orphan = try pointer.disown() else { throw ToolError(message: "the pointer is null") }
        return orphan
    }

    /// All segments' bytes behind the table.
    private static func body(_ message: OutgoingMessage) -> [UInt8] {
        Array(message.serialized().dropFirst(message.segmentTable.count))
    }

    @Test(arguments: [2, 12, 1024])
    func `a struct, a list, a text and a data move from one field to another`(firstSegmentWordCount: Int) throws {
        let message = MessageBuilder(firstSegmentWordCount: firstSegmentWordCount)
        let everything = try message.initRoot(as: Everything.self)
        let inner = try everything.initStructField()
        inner.int32Field = 7
        try inner.setTextField("moves along")
        try everything.setTextField("text")
        try everything.setDataField([1, 2, 3])
        try everything.setInt32List([4, 5, 6])
        let raw = everything.raw
        // Exchange the places of text and data, and hand the struct down one level.
        let text = try Self.taken(from: raw.pointer(at: 0))
        let data = try Self.taken(from: raw.pointer(at: 1))
        #expect(raw.pointer(at: 0).isNull)
        let (kind, count) = (text.kind, text.count)
        #expect(kind == .list && count == 5)
        try raw.pointer(at: 1).adopt(text)
        try raw.pointer(at: 0).adopt(data)
        let structure = try Self.taken(from: raw.pointer(at: 2))
        let number = try structure.structure(as: Everything.self).int32Field
        #expect(number == 7)
        try everything.initStructField().raw.pointer(at: 2).adopt(structure)
        let outgoing = message.finish()
        let reader = try outgoing.reader().root(as: Everything.self)
        #expect(try reader.dataField.array() == Array("text".utf8) + [0])
        #expect(try reader.raw.data(at: 0).array() == [1, 2, 3])
        #expect(try reader.structField.structField.int32Field == 7)
        #expect(try reader.structField.structField.textField == "moves along")
        #expect(try Array(reader.int32List) == [4, 5, 6])
    }

    @Test func `an orphan that nobody adopts leaves zeros`() throws {
        let message = MessageBuilder(firstSegmentWordCount: 4)
        let everything = try message.initRoot(as: Everything.self)
        let inner = try everything.initStructField()
        try inner.setTextField("secret")
        try inner.setBoolList([true, true])
        try inner.setStructList(copying: Self.points())
        try inner.setTextList(["secret", "too"])
        do {
            let orphan = try Self.taken(from: everything.raw.pointer(at: 2))
            let kind = orphan.kind
            #expect(kind == .structure)
        }
        let bytes = Self.body(message.finish())
        // The root's pointers and landing pads are what is left: nothing of the text, and no list.
        #expect(!bytes.contains(UInt8(ascii: "s")))
        #expect(bytes.filter { $0 != 0 }.count < 16)
    }

    private static func points() throws -> ListReader<Point> {
        let message = MessageBuilder()
        let list = try message.root.initList(of: Point.self, count: 2)
        list[0].x = 0x55
        list[1].x = 0x66
        return try message.finish().reader().root.list(of: Point.self)
    }

    @Test func `clearing a pointer erases what it led to`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.setTextField("secret")
        try everything.raw.pointer(at: 0).clear()
        #expect(!Self.body(message.finish()).contains(UInt8(ascii: "s")))
    }

    @Test func `lists, data and texts are cut down`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        let raw = everything.raw

        var text = try message.newOrphanText("Ada Lovelace")
        try text.truncateText(toByteCount: 3)
        try raw.pointer(at: 0).adopt(text)

        var data = try message.newOrphanData(byteCount: 9)
        try data.truncate(toCount: 2)
        try raw.pointer(at: 1).adopt(data)

        try everything.setInt32List([1, 2, 3, 4])
        try everything.setBoolList([true, true, true, true])
        try everything.setTextList(["a", "b", "c"])
        try everything.setStructList(copying: Self.points())
        for (index, count) in try Self.indices(of: everything) {
            var list = try Self.taken(from: raw.pointer(at: index))
            try list.truncate(toCount: count)
            let cut = list.count
            #expect(cut == count)
            try raw.pointer(at: index).adopt(list)
        }
        let reader = try message.finish().reader().root(as: Everything.self)
        #expect(try reader.textField == "Ada")
        #expect(try reader.dataField.array() == [0, 0])
        #expect(try Array(reader.int32List) == [1, 2])
        #expect(try Array(reader.boolList) == [true, true])
        #expect(try reader.textList.map { try $0.value } == ["a", "b"])
        #expect(try reader.structList.map(\.x) == [0x55])
        let canonical = try reader.canonical()
        #expect(try canonical.reader().isCanonical, "what was cut off left nothing behind")
        #expect(
            try ReferenceTool().decode(canonical.serialized(), as: "Everything", schema: SchemaFile.everything)
                .contains("textList = [\"a\", \"b\"]"))
    }

    /// The pointers of the lists, and what they are cut down to.
    private static func indices(of everything: Everything.Builder) throws -> [(index: Int, count: Int)] {
        let raw = everything.raw
        var found: [(Int, Int)] = []
        for index in 2..<Int(Everything.structSize.pointerCount) where !raw.pointer(at: index).isNull {
            let orphan = try Self.taken(from: raw.pointer(at: index))
            let count = orphan.count ?? 0
            try raw.pointer(at: index).adopt(orphan)
            found.append((index, count / 2 + count % 2))
        }
        return found
    }

    @Test func `an empty struct is adopted as one, and another message's orphan isn't`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.raw.pointer(at: 2).adopt(message.newOrphan(as: Empty.self))
        let other = MessageBuilder()
        _ = try other.initRoot(as: Nest.self)
        #expect(throws: WireError.foreignOrphan) {
            try everything.raw.pointer(at: 0).adopt(other.newOrphanText("foreign"))
        }
        let reader = try message.finish().reader().root(as: Everything.self)
        #expect(reader.hasStructField)
        #expect(!reader.hasTextField)
    }

    @Test func `fields hand their objects over by name`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.setTextField("text")
        try everything.setDataField([1, 2, 3])
        try everything.initStructField().setTextField("inner")
        try everything.setTextList(["one", "two"])
        let target = try everything.anyField.initStructure(as: Everything.self)
        guard let text = try everything.disownTextField(), let data = try everything.disownDataField(),
            let inner = try everything.disownStructField(), let list = try everything.disownTextList()
        else { throw ToolError(message: "all four fields are set") }
        try target.adoptTextField(text)
        try target.adoptDataField(data)
        try target.adoptStructField(inner)
        try target.adoptTextList(list)
        // Elements of lists change hands by their pointers.
        let taken = try Self.taken(from: target.raw.pointer(at: 1))
        try target.initDataList(count: 2)[1].adopt(taken)
        let isGone = try everything.disownTextField() == nil
        #expect(isGone)
        let reader = try message.finish().reader().root(as: Everything.self)
        #expect(!reader.hasTextField && !reader.hasDataField && !reader.hasStructField && !reader.hasTextList)
        let moved = try reader.anyField.structure(as: Everything.self)
        #expect(try moved.textField == "text")
        #expect(try moved.structField.textField == "inner")
        #expect(try moved.textList.map { try $0.value } == ["one", "two"])
        #expect(try moved.dataList.map { try $0.value.array() } == [[], [1, 2, 3]])
    }

    @Test func `a union's members change hands, and with them which one is set`() throws {
        let message = MessageBuilder()
        let root = try message.initRoot(as: Unions.self)
        try root.setText("moves")
        root.setNumber(7)
        // The text is no member any more: its pointer isn't the union's to give.
        let isNothing = try root.disownText() == nil
        #expect(isNothing)
        let orphan = try message.newOrphanText("adopted")
        try root.adoptText(orphan)
        #expect(root.discriminant == 2)
        guard let again = try root.disownText() else { throw ToolError(message: "the text is set") }
        try root.initPoint().adoptLabel(again)
        let other = MessageBuilder()
        #expect(throws: WireError.foreignOrphan) { try root.adoptText(other.newOrphanText("foreign")) }
        guard case .point(let point) = try message.finish().reader().root(as: Unions.self).which else {
            Issue.record("what was refused has changed the union")
            return
        }
        #expect(try point.label == "adopted")
    }

    @Test func `a capability is disowned and adopted like an object`() throws {
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.anyField.setCapability(index: 9)
        guard let orphan = try everything.disownAnyField() else { throw ToolError(message: "the field is set") }
        let (kind, index) = (orphan.kind, orphan.capabilityIndex)
        #expect(kind == .capability && index == 9)
        #expect(!everything.hasAnyField)
        try everything.initStructField().adoptAnyField(orphan)
        let reader = try message.finish().reader().root(as: Everything.self)
        #expect(try reader.structField.anyField.capabilityIndex == 9)
    }

    @Test func `foreign memory is never written`() throws {
        let memory = ForeignMemory(bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9])
        let message = MessageBuilder()
        let everything = try message.initRoot(as: Everything.self)
        try everything.adoptDataField(memory.bytes, owner: memory)
        try everything.raw.pointer(at: 1).clear()
        #expect(Array(memory.bytes) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(try message.finish().reader().root(as: Everything.self).dataField.isEmpty)
    }
}
