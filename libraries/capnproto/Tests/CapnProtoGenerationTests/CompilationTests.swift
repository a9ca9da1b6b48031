import CapnProtoTesting
import Foundation
import Testing

/// What is generated compiles with all that this repository asks of its own code, and without a warning.
struct CompilationTests {
    private static let settings = [
        "-swift-version", "6", "-strict-memory-safety", "-warnings-as-errors", "-enable-upcoming-feature",
        "ExistentialAny",
        "-enable-upcoming-feature", "InternalImportsByDefault", "-enable-upcoming-feature", "MemberImportVisibility",
        "-enable-experimental-feature", "Lifetimes",
    ]

    /// Schemas that libcapnp ships; those of a list become one module.
    @Test(arguments: [
        ["schema", "rpc", "rpc-twoparty", "persistent", "c++", "stream"], ["compat/json"], ["c++"], ["stream"],
    ])
    func `the reference library's schemas compile without warnings`(names: [String]) throws {
        try TemporaryFolder.with { folder in
            for name in names {
                let file = "/usr/include/capnp/\(name).capnp"
                guard FileManager.default.fileExists(atPath: file) else {
                    throw ToolError(message: "\(file) is missing: install Debian's package 'libcapnp-dev'")
                }
                let result = try Command.run(Command.built("capnpc-swift"), ["--output", folder.path, file])
                #expect(result.status == 0, "\(result.errors)")
            }
            try Self.compile(folder)
        }
    }

    @Test(arguments: [
        "", "const answer :UInt32 = 42;", "const text :Text = \"t\";", "enum E { a @0; }", "interface I {}",
        "struct S { description @0 :Text; schema @1 :Text; textForm @2 :UInt8; jsonForm @3 :S; fill @4 :Bool; raw @5 :S; }",
        "struct S { union { description @0 :UInt32; schema @1 :S; } struct T { const schema :UInt8 = 1; } enum E { schema @0; } }",
        "struct S { inner :group { description @0 :Int8; deep :union { schema @1 :Text; hash @2 :Void; } } }",
        "struct G(T) { value @0 :T; next @1 :G(T); struct Inner { value @0 :T; } } struct U { g @0 :G(Text); }",
        "interface I extends(J) { m @0 (a :Text) -> (b :J); } interface J { n @0 S -> S; } struct S { i @0 :I; }",
    ])
    func `schemas compile without warnings, whatever their names are`(schema: String) throws {
        try TemporaryFolder.with { folder in
            for level in ["public", "internal"] {
                let generated = try SchemaSnippet.generate(schema, options: ["--access", level])
                try Data(generated.utf8).write(to: folder.appending(path: "snippet.capnp.swift"))
                try Self.compile(folder)
            }
        }
    }

    /// Checks the Swift of a folder as a module of its own.
    private static func compile(_ folder: URL) throws {
        let modules = try Command.built("capnpc-swift").deletingLastPathComponent().appending(path: "Modules")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        let arguments = ["swiftc", "-typecheck", "-parse-as-library", "-module-name", "Generated", "-I", modules.path]
        let result = try Command.run(
            URL(filePath: "/usr/bin/env"), arguments + settings + files.map { folder.appending(path: $0).path })
        #expect(result.status == 0, "\(result.errors.prefix(2000))")
        #expect(!files.isEmpty)
    }
}
