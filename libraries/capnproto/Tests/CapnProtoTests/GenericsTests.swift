import CapnProto
import CapnProtoTesting
import Testing

/// Generic structs, whose fields have the types that their parameters are bound to.
///
/// The reference tool's text form of a message can't set fields whose type is a parameter, so it reads what we build.
struct GenericsTests {
    /// Builds a library, and reads it after a copy and after the reference tool has written it anew, word by word.
    private static func library(_ fill: (Library.Builder) throws -> Void) throws -> [Library.Reader] {
        let message = MessageBuilder(firstSegmentWordCount: 8)
        try fill(message.initRoot(as: Library.self))
        let bytes = message.finish().serialized()
        let built = try MessageReader(copying: bytes).root(as: Library.self)
        let copy = MessageBuilder()
        try copy.setRoot(built)
        let rewritten = try ReferenceTool().convert(
            bytes, from: "binary", to: "binary", as: "Library", schema: SchemaFile.generics, segmentSize: 1)
        return try [
            built, copy.finish().reader().root(as: Library.self),
            MessageReader(copying: rewritten).root(as: Library.self),
        ]
    }

    @Test func `a field has the type that its struct's parameter is bound to`() throws {
        let readers = try Self.library { library in
            let points = try library.initPoints().initEntries(count: 2)
            try points[0].setKey("origin")
            try points[0].initValue().x = 7
            try points[1].setKey("far")
            try points[1].value.x = 8
            try points[1].value.y = 9
            let lists = try library.initLists().initEntries(count: 1)
            _ = try lists[0].initKey(byteCount: 3)
            let numbers = try lists[0].initValue(count: 2)
            numbers[1] = 5
            let inner = try library.initNested().initEntries(count: 1)[0].initValue().initEntries(count: 1)
            try inner[0].value.content.setData([1, 2])
        }
        for library in readers {
            let points = try library.points.entries
            #expect(try points.map { try $0.key } == ["origin", "far"])
            #expect(try points.map { try $0.value.x } == [7, 8])
            #expect(try points.map { try $0.value.y } == [-1, 9])
            let lists = try library.lists.entries
            #expect(try lists[0].key.array() == [0, 0, 0])
            #expect(try Array(lists[0].value) == [0, 5])
            #expect(try library.nested.entries[0].value.entries[0].value.content.array() == [1, 2])
            #expect(!lists.isEmpty && lists[0].hasKey)
        }
    }

    @Test func `a parameter that nothing is bound to is a pointer of any kind`() throws {
        let readers = try Self.library { library in
            let entries = try library.initUnbound().initEntries(count: 1)
            try entries[0].key.setText("any")
            try entries[0].value.initStructure(as: Point.self).x = 4
        }
        for library in readers {
            let entry = try library.unbound.entries[0]
            #expect(try entry.key.text() == "any")
            #expect(try entry.value.structure(as: Point.self).x == 4)
        }
    }

    @Test func `a generic struct contains itself`() throws {
        let readers = try Self.library { library in
            let tree = try library.initTree()
            try tree.setValue("root")
            let children = try tree.initChildren(count: 2)
            try children[0].setValue("left")
            try children[1].initChildren(count: 1)[0].setValue("leaf")
        }
        for library in readers {
            let tree = try library.tree
            #expect(try tree.value == "root")
            #expect(try tree.children.map { try $0.value } == ["left", ""])
            #expect(try tree.children[1].children[0].value == "leaf")
        }
    }

    @Test func `members of unions and groups have bound types`() throws {
        let readers = try Self.library { library in
            let choice = try library.initChoice()
            try choice.setLeft("left")
            choice.rating.kind = .bad
            try choice.rating.reason.setContent("because")
            let choices = try library.initChoices(count: 3)
            try choices[0].initLeft().x = 2
            try choices[1].initRight(count: 1).set("right", at: 0)
            let both = try choices[2].initBoth()
            try both.left.x = 3
            try both.initRight(count: 2).set("second", at: 1)
            try library.setKinds([.good, .bad])
        }
        for library in readers {
            guard case .left(let left) = try library.choice.which else {
                Issue.record("expected the left member")
                return
            }
            #expect(left == "left")
            #expect(try library.choice.rating.kind == .bad)
            #expect(try library.choice.rating.reason.content == "because")
            var found: [String] = []
            for choice in try library.choices {
                switch try choice.which {
                case .left(let point): found.append("left \(point.x)")
                case .right(let texts): found += try texts.map { try $0.value }
                case .both(let both): found.append(try "\(both.left.x) \(both.right[1].value)")
                case .neither, .unknown: Issue.record("nothing such was set")
                }
            }
            #expect(found == ["left 2", "right", "3 second"])
            #expect(try Array(library.kinds) == [.good, .bad])
        }
    }

    @Test func `a scope inside a generic struct sees what is bound outside of it`() throws {
        let readers = try Self.library { library in
            try library.initEntry().setKey("key")
            try library.entry.value.setData([6])
            let outer = try library.initOuter()
            try outer.content.setData([1])
            try outer.initInner().setOwn("hides the outer parameter")
            try outer.initUnbound().own.setText("any")
            try outer.initPassedOn().initOwn().content.setData([2])
            try outer.initSees().outer.setData([3])
            try library.initInner().setOwn("inner")
            let shelf = try library.initShelf()
            try shelf.initBoxes(count: 2)[1].setContent("second")
            try shelf.initBoxOfBoxes().content.setContent("innermost")
        }
        for library in readers {
            #expect(try library.entry.key == "key")
            #expect(try library.entry.value.array() == [6])
            let outer = try library.outer
            #expect(try outer.content.array() == [1])
            #expect(try outer.inner.own == "hides the outer parameter")
            #expect(try outer.unbound.own.text() == "any")
            #expect(try outer.passedOn.own.content.array() == [2])
            #expect(try outer.sees.outer.array() == [3])
            #expect(try library.inner.own == "inner")
            #expect(try library.shelf.boxes.map { try $0.content } == ["", "second"])
            #expect(try library.shelf.boxOfBoxes.content.content == "innermost")
        }
    }

    @Test func `defaults and constants of generic structs are there for each argument`() throws {
        let readers = try Self.library { library in
            let labelled = try library.initLabelled()
            try labelled.initContent(count: 1).set("text", at: 0)
            // The default is copied when it is asked for to be changed.
            try labelled.origin.y = 4
            _ = try library.initLabelledInner()
        }
        for library in readers {
            let labelled = try library.labelled
            #expect(try labelled.label == "unlabelled")
            #expect(try labelled.content.map { try $0.value } == ["text"])
            #expect(try [labelled.origin.x, labelled.origin.y] == [3, 4])
            #expect(try labelled.detail.note == "none")
            #expect(try library.labelledInner.name == "inner")
        }
        #expect(try Labelled<Point>.motto == "label everything")
        #expect(Labelled<CapnProtoText>.limit == 9)
        #expect(try Array(Labelled<CapnProtoText>.Inner.deep) == [1, 2])
        #expect(try labelledPoint.label == "constant")
        #expect(try labelledPoint.detail.note == "of the file")
        #expect(try labelledPoint.content.y == -1)
    }

    /// Works for whatever the parameter is bound to.
    private static func move<T: CapnProtoPointee>(
        from source: Box<T>.Builder, to target: Choice<T, T>.Builder
    ) throws {
        if let orphan = try source.disownContent() { try target.adoptRight(orphan) }
    }

    @Test func `generic code works with any argument, and objects of bound types change hands`() throws {
        let message = MessageBuilder()
        let box = try message.root.initStructure(as: Box<Point>.self)
        try box.content.x = 11
        let target = try message.root.initStructure(as: Choice<Point, Point>.self)
        try Self.move(from: box, to: target)
        let isGone = try box.disownContent() == nil
        #expect(isGone && target.discriminant == 2)
        let reader = try message.finish().reader().root(as: Choice<Point, Point>.self)
        guard case .right(let point) = try reader.which else {
            Issue.record("expected the right member")
            return
        }
        #expect(point.x == 11)
        let copy = MessageBuilder()
        try copy.root.initStructure(as: Box<Point>.self).setContent(point)
        #expect(try copy.finish().reader().root(as: Box<Point>.self).content.x == 11)
    }

    /// The example of docs/mapping.md.
    private static func firstKey<Key: CapnProtoPointee, Value>(
        of map: Map<Key, Value>.Reader
    ) throws -> Key.PointeeReader? {
        try map.entries.first?.key
    }

    @Test func `a function for any argument gives what the argument does`() throws {
        let message = MessageBuilder()
        try message.root.initStructure(as: Map<CapnProtoText, Point>.self).initEntries(count: 1)[0].setKey("first")
        let map = try message.finish().reader().root(as: Map<CapnProtoText, Point>.self)
        #expect(try Self.firstKey(of: map) == "first")
    }

    @Test func `what a parameter is bound to is checked when the pointer is followed`() throws {
        let message = MessageBuilder()
        try message.root.initStructure(as: Box<CapnProtoText>.self).setContent("no struct")
        let outgoing = message.finish()
        #expect(throws: WireError.unexpectedPointer(expected: .structure, found: .list)) {
            try outgoing.reader().root(as: Box<Point>.self).content
        }
    }

    @Test func `the reference tool shows what the parameters are bound to`() throws {
        let message = MessageBuilder()
        let library = try message.initRoot(as: Library.self)
        try library.initPoints().initEntries(count: 1)[0].setKey("origin")
        try library.points.initEntries(count: 1)[0].setKey("first")
        try library.initTree().setValue("root")
        try library.initShelf().initBoxes(count: 1)[0].setContent("boxed")
        let text = try ReferenceTool().decode(
            message.finish().serialized(), as: "Library", schema: SchemaFile.generics)
        #expect(
            text == """
                (points = (entries = [(key = "first")]), tree = (value = "root"), \
                shelf = (boxes = [(content = "boxed")]))
                """)
    }
}
