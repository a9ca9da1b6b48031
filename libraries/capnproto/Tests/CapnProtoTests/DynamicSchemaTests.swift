import CapnProto
import CapnProtoTesting
import Foundation
import Testing

/// Schemas that come at run time, for messages of which no code was generated.
struct DynamicSchemaTests {
    private static let schema = """
        @0xbf5147cbbecf40c1;
        using Json = import "/capnp/compat/json.capnp";
        struct Note {
          title @0 :Text = "untitled";
          meta @1 :Json.Value;
          place :group { x @2 :Int32 = -1; y @3 :Float32; }
          boxed @4 :Box(List(Note));
          same @5 :Outer(Text).Inner;
        }
        struct Box(T) { value @0 :T; }
        struct Outer(T) { struct Inner { value @0 :T; } }
        """

    /// The schema's nodes as the reference tool sends them, and its file.
    private static func withNotes(_ body: (SchemaSet, URL) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "notes.capnp")
            try Data(schema.utf8).write(to: file)
            let request = try ReferenceTool().request(for: ["notes.capnp"], in: folder)
            try body(SchemaSet(request: MessageReader(copying: request)), file)
        }
    }

    private static let text = """
        (title = "t", place = (x = 5, y = 0.5), boxed = (value = [(), (title = "inner")]), same = (value = "v"))
        """

    @Test func `a tool that has only a schema reads and writes messages`() throws {
        try Self.withNotes { set, file in
            let schema = try #require(try set.structure(named: "Note"))
            #expect(try schema.name == "notes.capnp:Note")
            #expect(try schema.fieldNames == ["title", "meta", "place", "boxed", "same"])
            #expect(try set.structure(named: "Nothing") == nil)
            let bytes = try ReferenceTool().encode(Self.text, as: "Note", schema: file)
            let root = try MessageReader(copying: bytes).root.rawStructure()
            #expect(try schema.textForm(of: root) == ReferenceTool().decode(bytes, as: "Note", schema: file))
            #expect(try TextFormTests.read(Self.text, as: schema) == TextFormTests.canonical(bytes))
            let json = try ReferenceTool().convert(bytes, from: "binary", to: "json", as: "Note", schema: file)
            #expect(try schema.jsonForm(of: root, pretty: true) + "\n" == String(decoding: json, as: UTF8.self))
        }
    }

    @Test func `a struct that holds JSON stands for what it holds`() throws {
        let json = """
            {"meta": {"a": [1, 2.5, null, true, "s", [], {}], "b": {"c": "a long text, for which a line is too short"}}}
            """
        try Self.withNotes { set, file in
            let schema = try #require(try set.structure(named: "Note"))
            let bytes = try ReferenceTool().convert(
                Array(json.utf8), from: "json", to: "binary", as: "Note", schema: file)
            #expect(try JSONFormTests.read(json, as: schema) == TextFormTests.canonical(bytes))
            let root = try MessageReader(copying: bytes).root.rawStructure()
            for isPretty in [false, true] {
                let theirs = try ReferenceTool().convert(
                    bytes, from: "binary", to: "json", as: "Note", schema: file, isShort: !isPretty)
                #expect(
                    try schema.jsonForm(of: root, pretty: isPretty) + "\n" == String(decoding: theirs, as: UTF8.self))
            }
        }
    }

    @Test func `generated types know their schemas`() throws {
        #expect(try Everything.schema.name == "everything.capnp:Everything")
        #expect(try Colour.schema.enumerantNames == ["red", "green", "blue"])
        #expect(try Service.schema.methodNames == ["call", "again"])
        #expect(try Unions.Point.schema.fieldNames == ["x", "label"])
        #expect(try Everything.schema.structSize == Everything.structSize)
    }

    @Test func `a schema that refers to what it hasn't is an error`() throws {
        let set = SchemaSet(imports: { [] }, nodes: "")
        let schema = StructSchema(id: 5, in: set)
        let empty = try MessageReader(copying: WordImage.message([0])).root.rawStructure()
        #expect(throws: WireError.self) { try schema.textForm(of: empty) }
        let broken = SchemaSet(imports: { [] }, nodes: "not Base64!")
        #expect(throws: WireError.malformedSchema(id: 0, reason: "the embedded nodes aren't in Base64")) {
            try StructSchema(id: 5, in: broken).name
        }
        #expect(throws: WireError.missingSchema(id: 5)) { try StructSchema(id: 5, in: Everything.schemaSet).name }
        #expect(throws: WireError.malformedSchema(id: Colour.schema.id, reason: "a struct was expected")) {
            try StructSchema(id: Colour.schema.id, in: Everything.schemaSet).name
        }
    }

    @Test func `schemas with any bytes changed never trap`() throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "notes.capnp")
            try Data(Self.schema.utf8).write(to: file)
            let request = try ReferenceTool().request(for: ["notes.capnp"], in: folder)
            let bytes = try ReferenceTool().encode(Self.text, as: "Note", schema: file)
            let root = try MessageReader(copying: bytes).root.rawStructure()
            var mutator = Mutator(seeds: [request], seed: 5)
            var outcomes = (printed: 0, filled: 0, refused: 0)
            for _ in 0..<3000 {
                guard let message = try? MessageReader(copying: mutator.next()),
                    let set = try? SchemaSet(request: message), let schema = try? set.structure(named: "Note")
                else {
                    outcomes.refused += 1
                    continue
                }
                if (try? schema.textForm(of: root)) != nil { outcomes.printed += 1 }
                _ = try? schema.jsonForm(of: root)
                let target = MessageBuilder()
                if let structure = try? target.initRoot(of: schema),
                    (try? schema.fill(structure, fromTextForm: Self.text)) != nil
                {
                    outcomes.filled += 1
                }
            }
            print("changed schemas: \(outcomes)")
            #expect(outcomes.printed > 0 && outcomes.printed < 3000)
        }
    }
}

extension Everything {
    /// The set that the schema is from: that of the file.
    static var schemaSet: SchemaSet { _schema_e1a6eb7bd49ba5fc }
}
