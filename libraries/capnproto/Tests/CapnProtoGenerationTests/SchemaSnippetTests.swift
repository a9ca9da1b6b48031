import CapnProtoTesting
import Foundation
import Testing

/// What the generator embeds of a schema for reflection.
struct SchemaSnippetTests {
    private static let schema = """
        struct Person {
          name @0 :Text;
          home :group { street @1 :Text; }
          mood @2 :Mood;
          enum Mood { calm @0; }
        }
        interface Diary { read @0 () -> (text :Text); }
        """

    @Test func `each type leads to its node`() throws {
        let file = try SchemaSnippet.generate(Self.schema)
        let tail = try #require(file.range(of: "\"\"\")\n")).upperBound
        let extensions = file[tail...].replacing(/0x[0-9a-f]{16}/, with: "ID")
        #expect(
            Set(extensions.trimmingCharacters(in: .newlines).split(separator: "\n\n").map(String.init))
                == Set(
                    """
                    extension Person {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Person.Reader: CapnProto.CapnProtoReflectedReader {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Person.Builder: CapnProto.CapnProtoReflectedBuilder {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Person.Home {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Person.Home.Reader: CapnProto.CapnProtoReflectedReader {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Person.Home.Builder: CapnProto.CapnProtoReflectedBuilder {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary.ReadParams {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary.ReadParams.Reader: CapnProto.CapnProtoReflectedReader {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary.ReadParams.Builder: CapnProto.CapnProtoReflectedBuilder {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary.ReadResults {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary.ReadResults.Reader: CapnProto.CapnProtoReflectedReader {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary.ReadResults.Builder: CapnProto.CapnProtoReflectedBuilder {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.StructSchema {
                            CapnProto.StructSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Person.Mood {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.EnumSchema {
                            CapnProto.EnumSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }

                    extension Diary {
                        /// What the schema says about this type.
                        public static var schema: CapnProto.InterfaceSchema {
                            CapnProto.InterfaceSchema(id: ID, in: _schema_bf5147cbbecf40c1)
                        }
                    }
                    """.split(separator: "\n\n").map(String.init)))
    }

    @Test func `the nodes are one text, and imports lead to those of other files`() throws {
        try TemporaryFolder.with { folder in
            try Data("@0xbf5147cbbecf40c2; struct Inner {} struct Unused {}".utf8)
                .write(to: folder.appending(path: "inner.capnp"))
            let file = folder.appending(path: "outer.capnp")
            try Data("@0xbf5147cbbecf40c3; using I = import \"inner.capnp\"; struct Outer { inner @0 :I.Inner; }".utf8)
                .write(to: file)
            let result = try Command.run(Command.built("capnpc-swift"), ["--output", folder.path, file.path])
            #expect(result.status == 0, "\(result.errors)")
            let generated = try String(contentsOf: folder.appending(path: "outer.capnp.swift"), encoding: .utf8)
            #expect(
                generated.contains(
                    """
                    public let _schema_bf5147cbbecf40c3 = CapnProto.SchemaSet(
                        imports: { [_schema_bf5147cbbecf40c2] },
                        nodes: \"""

                    """))
            // What reads it is tested with the runtime; here, that it is no longer than a few lines.
            #expect(generated.matches(of: /\n {8}[A-Za-z0-9+\/=]+(?=\n)/).count < 6)
        }
    }

    @Test func `a file without types has no schema`() throws {
        let file = try SchemaSnippet.generate("const answer :UInt8 = 42;")
        #expect(!file.contains("_schema_"))
    }

    @Test(arguments: [
        ("struct A { const schema :UInt8 = 1; }", "static var schema_: Swift.UInt8"),
        ("enum A { schema @0; }", "case schema_\n"),
    ])
    func `a name that reflection takes gives way`(schema: String, expected: String) throws {
        #expect(try SchemaSnippet.generate(schema).contains(expected))
    }

    @Test func `bindings of the runtime stand in a scope and have no schema`() throws {
        let file = try SchemaSnippet.generate(
            "struct Type { other @0 :Type; }", options: ["--access", "package", "--runtime-scope", "Scope"])
        #expect(!file.contains("import CapnProto"))
        #expect(!file.contains("_schema_"))
        #expect(file.contains("extension Scope {\n    package enum Type_: CapnProto.CapnProtoStruct {"))
    }
}
