import CapnProtoTesting
import Foundation
import Testing

/// The command as a build or the reference tool calls it.
struct CommandTests {
    @Test(arguments: ["tensor-like", "importing", "schema", "c++", "rpc", "rpc-twoparty", "persistent", "stream"])
    func `the plug-in of the reference tool and the command write the same bytes`(name: String) throws {
        try TemporaryFolder.with { folder in
            let file = try Self.write(name, to: folder)
            let command = try Command.built("capnpc-swift")
            let ours = folder.appending(path: "ours")
            let theirs = folder.appending(path: "theirs")
            try FileManager.default.createDirectory(at: theirs, withIntermediateDirectories: true)
            let result = try Command.run(command, ["--output", ours.path, folder.appending(path: file).path])
            #expect(result.status == 0, "\(result.errors)")
            try ReferenceTool().compile([file], plugin: command, output: theirs, in: folder)
            let content = try Data(contentsOf: ours.appending(path: file + ".swift"))
            #expect(try content == Data(contentsOf: theirs.appending(path: file + ".swift")))
            #expect(!content.isEmpty)
        }
    }

    @Test func `an output that wouldn't change is left untouched`() throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: try Self.write("tensor-like", to: folder))
            let output = folder.appending(path: "tensor-like.capnp.swift")
            let command = try Command.built("capnpc-swift")
            func inode() throws -> UInt64? {
                let attributes = try FileManager.default.attributesOfItem(atPath: output.path)
                return (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
            }
            _ = try Command.run(command, ["-o", folder.path, file.path])
            let first = try inode()
            _ = try Command.run(command, ["-o", folder.path, file.path])
            #expect(try inode() == first)
            try Data((Self.schemas["tensor-like"] ?? "").replacing("shape", with: "form").utf8).write(to: file)
            _ = try Command.run(command, ["-o", folder.path, file.path])
            #expect(try String(contentsOf: output, encoding: .utf8).contains("setForm"))
        }
    }

    @Test(arguments: [
        ("struct A { b @0 :Missing; }", "3:18: error: "),
        ("struct A { b @0 :UInt8 }", "3:"),
        ("struct A { b @0 :UInt8; c @0 :UInt8; }", "3:15: error: Ordinal @0 originally used here."),
        ("import \"nowhere.capnp\";", "3:"),
    ])
    func `an error in a schema is printed with file, line and column`(line: String, expected: String) throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "wrong.capnp")
            try Data("@0xbf5147cbbecf40c1;\n# A comment.\n\(line)\n".utf8).write(to: file)
            let result = try Command.run(Command.built("capnpc-swift"), ["-o", folder.path, file.path])
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("\(file.path):\(expected)"), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "wrong.capnp.swift").path))
        }
    }

    @Test func `an error in an imported schema names that file`() throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "outer.capnp")
            try Data("@0xbf5147cbbecf40c1;\nusing I = import \"inner.capnp\"; struct A { b @0 :I.B; }\n".utf8)
                .write(to: file)
            try Data("@0xbf5147cbbecf40c2;\nstruct B { c @0 :Missing; }\n".utf8)
                .write(to: folder.appending(path: "inner.capnp"))
            let result = try Command.run(Command.built("capnpc-swift"), ["-o", folder.path, file.path])
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("\(folder.path)/inner.capnp:2:18: error: "), "\(result.errors)")
        }
    }

    @Test(arguments: [
        (["missing.capnp"], Int32(1), "missing.capnp: error: the file can't be read\n"),
        (["--output"], 2, "option '--output' needs a value"),
        (["--speed"], 2, "unknown option '--speed'"),
        (["--access", "open", "x.capnp"], 2, "unknown access level 'open': public, package or internal expected"),
    ])
    func `wrong arguments are explained`(arguments: [String], status: Int32, message: String) throws {
        let result = try Command.run(Command.built("capnpc-swift"), arguments)
        #expect(result.status == status)
        #expect(result.errors.contains(message))
    }

    @Test func `what isn't a request is refused`() throws {
        let result = try Command.run(Command.built("capnpc-swift"), [], input: Array("hello, world".utf8))
        #expect(result.status == 1)
        #expect(result.errors.contains("the code generator request can't be read"))
    }

    @Test func `help goes to standard output`() throws {
        let result = try Command.run(Command.built("capnpc-swift"), ["--help"])
        #expect(result.status == 0)
        #expect(String(decoding: result.output, as: UTF8.self).contains("--import-path DIR"))
    }

    @Test func `the bindings of the schema language are what the generator makes of them`() throws {
        try TemporaryFolder.with { folder in
            let committed = URL(filePath: #filePath)
                .appending(path: "../../../Sources/CapnProto/Reflection/Schema/schema.capnp.swift").standardized
            let result = try Command.run(
                Command.built("capnpc-swift"),
                [
                    "--access", "package", "--runtime-scope", "SchemaLanguage", "--output", folder.path,
                    "/usr/include/capnp/schema.capnp",
                ])
            #expect(result.status == 0, "\(result.errors)")
            let generated = try Data(contentsOf: folder.appending(path: "schema.capnp.swift"))
            #expect(try Data(contentsOf: committed) == generated)
        }
    }

    /// Schemas of the tests by name.
    private static let schemas = [
        "tensor-like": """
        @0xbf5147cbbecf40c1;
        # Of the file.
        struct Tensor {
          # Of the struct.
          shape @0 :List(UInt64);
          # Of the field.
          data @1 :Data = 0x"01 02";
          kind :union { a @2 :Void; b @3 :Kind; }
          enum Kind { x @0; y @1; }
        }
        """,
        "importing": """
        @0xbf5147cbbecf40c1;
        using Other = import "imported.capnp";
        struct User {
          type @0 :Other.Outer.Inner;
          colours @1 :List(Other.Colour) = [green];
          value @2 :Other.Value;
          value2 :group { low @3 :UInt8; }
        }
        """,
    ]

    /// Writes a schema and what it imports, one of ours or one that libcapnp ships, and returns its file name.
    private static func write(_ name: String, to folder: URL) throws -> String {
        let file = folder.appending(path: name + ".capnp")
        if let schema = schemas[name] {
            try Data(schema.utf8).write(to: file)
            let imported = """
                @0xbf5147cbbecf40c2;
                enum Colour { red @0; green @1; }
                struct Outer { struct Inner { x @0 :UInt8; } struct Unused { y @0 :UInt8; } }
                struct Value { union { a @0 :Void; b :group { c @1 :Text; } } }
                struct Unused {}
                """
            try Data(imported.utf8).write(to: folder.appending(path: "imported.capnp"))
        } else {
            let shipped = URL(filePath: "/usr/include/capnp/\(name).capnp")
            guard FileManager.default.fileExists(atPath: shipped.path) else {
                throw ToolError(message: "\(shipped.path) is missing: install Debian's package 'libcapnp-dev'")
            }
            try FileManager.default.copyItem(at: shipped, to: file)
        }
        return file.lastPathComponent
    }
}
