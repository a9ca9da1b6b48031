import CapnProto
import CapnProtoTesting
import Testing

/// Unions, groups and enums, known and unknown.
struct UnionTests {
    @Test(arguments: [
        "(nothing = void)", "(number = -5)", "(text = \"t\")", "(point = (x = 1, label = \"l\"))",
    ])
    func `the member that the reference tool set is the one read`(text: String) throws {
        let bytes = try ReferenceTool().encode(text, as: "Unions", schema: SchemaFile.everything)
        let found: String
        switch try MessageReader(copying: bytes).root(as: Unions.self).which {
        case .nothing: found = "(nothing = void)"
        case .number(let number): found = "(number = \(number))"
        case .text(let text): found = "(text = \"\(text)\")"
        case .point(let point): found = try "(point = (x = \(point.x), label = \"\(point.label)\"))"
        case .unknown(let number): found = "unknown \(number)"
        }
        #expect(found == text)
    }

    @Test func `the reference tool reads the members that we set`() throws {
        let tool = try ReferenceTool()
        func text(_ body: (Unions.Builder) throws -> Void) throws -> String {
            let builder = MessageBuilder()
            try body(builder.initRoot(as: Unions.self))
            return try tool.decode(builder.finish().serialized(), as: "Unions", schema: SchemaFile.everything)
        }
        let rest = "named = (flag = false), plain = (low = 0, high = 0)"
        #expect(try text { $0.setNothing() } == "(nothing = void, \(rest))")
        #expect(try text { $0.setNumber(-5) } == "(number = -5, \(rest))")
        #expect(try text { try $0.setText("t") } == "(text = \"t\", \(rest))")
        #expect(
            try text {
                let point = try $0.initPoint()
                point.x = 1
                try point.setLabel("l")
            } == "(point = (x = 1, label = \"l\"), \(rest))")
        #expect(
            try text {
                $0.setNumber(1)
                try $0.named.setList([7])
                $0.plain.high = 9
            } == "(number = 1, named = (list = [7]), plain = (low = 0, high = 9))")
        #expect(try text { $0.named.setColour(.green) }.contains("named = (colour = green)"))
    }

    @Test func `a group that becomes the union's member starts from its defaults`() throws {
        let builder = MessageBuilder()
        let unions = try builder.initRoot(as: Unions.self)
        try unions.setText("left over")
        unions.setNumber(77)
        let point = try unions.initPoint()
        #expect(point.x == 0)
        let read = try builder.finish().reader().root(as: Unions.self)
        guard case .point(let point) = try read.which else {
            Issue.record("the member is \(try read.which)")
            return
        }
        #expect(try point.label == "")
    }

    @Test func `a member that the schema doesn't know is a value`() throws {
        let builder = MessageBuilder()
        try builder.initRoot(as: NewerUnions.self).setLater(3)
        let read = try builder.finish().reader().root(as: Unions.self)
        #expect(read.discriminant == 4)
        guard case .unknown(4) = try read.which else {
            Issue.record("the member is \(try read.which)")
            return
        }
    }

    @Test func `an enumerant that the schema doesn't know survives reading and writing`() throws {
        let builder = MessageBuilder()
        let everything = try builder.initRoot(as: Everything.self)
        everything.enumField = .unknown(999)
        try everything.setEnumList([.red, .unknown(3)])
        let read = try builder.finish().reader().root(as: Everything.self)
        #expect(read.enumField == .unknown(999))
        #expect(read.enumField.rawValue == 999)
        #expect(try Array(read.enumList) == [.red, .unknown(3)])
    }

    @Test func `constants have their values`() throws {
        #expect(answer == 42)
        #expect(try origin.x == 3)
        #expect(try origin.y == -1)
        #expect(try greeting == "hello")
        #expect(try Array(primes) == [2, 3, 5])
        #expect(Awkward.typeID_ == 9)
        #expect(Awkward.`class` == .green)
    }

    @Test func `names that Swift or the generated code claims are told apart`() throws {
        let builder = MessageBuilder()
        let awkward = try builder.initRoot(as: Awkward.self)
        awkward.self_ = 1
        awkward.`default` = 2
        awkward.`init` = 3
        awkward.raw_ = 4
        awkward.which_ = 5
        awkward.hasText = true
        try awkward.setText("t")
        awkward.type = .`class`
        try awkward.initNested().int = 6
        let text = try ReferenceTool().decode(
            builder.finish().serialized(), as: "Awkward", schema: SchemaFile.everything)
        #expect(
            text == "(self = 1, default = 2, init = 3, raw = 4, which = 5, hasText = true, text = \"t\", type = class, "
                + "nested = (int = 6))")
    }
}
