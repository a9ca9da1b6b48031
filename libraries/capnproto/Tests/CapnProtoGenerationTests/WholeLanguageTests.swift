import CapnProtoTesting
import Foundation
import Testing

/// Everything that the schema language has becomes Swift that compiles without a warning.
struct WholeLanguageTests {
    /// Files that are compiled together: those that libcapnp ships, by their paths below its folder, and our own.
    static let modules = [
        ["schema"], ["c++"], ["stream"], ["persistent"], ["compat/json"], ["rpc", "rpc-twoparty"],
        ["torture", "imported"],
    ]

    @Test(arguments: modules) func `what is generated is the same each time and whoever asks`(names: [String]) throws {
        try TemporaryFolder.with { folder in
            let files = try Self.write(names, to: folder)
            let first = try Self.generate(files, in: folder, to: "first")
            #expect(
                try Self.contents(of: first, files)
                    == Self.contents(of: Self.generate(files, in: folder, to: "second"), files))
            let theirs = folder.appending(path: "theirs")
            try FileManager.default.createDirectory(at: theirs, withIntermediateDirectories: true)
            try ReferenceTool().compile(files, plugin: Command.built("capnpc-swift"), output: theirs, in: folder)
            #expect(try Self.contents(of: first, files) == Self.contents(of: theirs, files))
        }
    }

    @Test(arguments: modules, ["public", "package", "internal"])
    func `what is generated compiles without a warning`(names: [String], access: String) throws {
        try TemporaryFolder.with { folder in
            let files = try Self.write(names, to: folder)
            let output = try Self.generate(files, in: folder, to: access, options: ["--access", access])
            let result = try Self.check(files.map { output.appending(path: $0 + ".swift").path })
            #expect(result.status == 0, "\(result.errors.prefix(4_000))")
        }
    }

    @Test func `what doesn't compile is found`() throws {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "wrong.swift")
            try Data("public import CapnProto\npublic func unused() { let value = 1 }\n".utf8).write(to: file)
            let result = try Self.check([file.path])
            #expect(result.status != 0)
            #expect(result.errors.contains("'value' was never used"))
            #expect(result.errors.contains("public import of 'CapnProto' was not used"))
        }
    }

    @Test func `types of two files that are called alike are an error`() throws {
        try TemporaryFolder.with { folder in
            for (name, id) in [("one", "1"), ("two", "2")] {
                try Data("@0xbf5147cbbecf40d\(id);\nstruct Same {}\n".utf8)
                    .write(to: folder.appending(path: name + ".capnp"))
            }
            let user = """
                @0xbf5147cbbecf40d3;
                using One = import "one.capnp"; using Two = import "two.capnp";
                struct User { a @0 :One.Same; b @1 :Two.Same; }
                """
            try Data(user.utf8).write(to: folder.appending(path: "user.capnp"))
            let result = try Command.run(
                Command.built("capnpc-swift"), [folder.appending(path: "user.capnp").path], folder: folder)
            #expect(result.status == 1)
            #expect(
                result.errors.contains("type 'Same' is declared by one.capnp and two.capnp, which are used together"))
        }
    }

    /// Writes schemas to a folder, and returns their file names.
    private static func write(_ names: [String], to folder: URL) throws -> [String] {
        let swift = SchemaSnippet.repositoryFolder.appending(path: "Schemas/swift.capnp")
        try FileManager.default.copyItem(at: swift, to: folder.appending(path: "swift.capnp"))
        let ours = ["torture": TortureSchema.torture, "imported": TortureSchema.imported]
        return try names.map { name in
            let shipped = URL(filePath: "/usr/include/capnp/\(name).capnp")
            let file = shipped.lastPathComponent
            if let schema = ours[name] {
                try Data(schema.utf8).write(to: folder.appending(path: file))
            } else {
                try FileManager.default.copyItem(at: shipped, to: folder.appending(path: file))
            }
            return file
        }
    }

    private static func generate(
        _ files: [String], in folder: URL, to name: String, options: [String] = []
    ) throws -> URL {
        let output = folder.appending(path: name)
        let result = try Command.run(
            Command.built("capnpc-swift"), ["--output", output.path] + options + files, folder: folder)
        guard result.status == 0 else { throw ToolError(message: result.errors) }
        return output
    }

    private static func contents(of folder: URL, _ files: [String]) throws -> [Data] {
        try files.map { try Data(contentsOf: folder.appending(path: $0 + ".swift")) }
    }

    /// Lets the compiler check Swift files as one module, against the runtime that was built with the tests.
    private static func check(_ files: [String]) throws -> CommandResult {
        let modules = try Command.built("capnpc-swift").deletingLastPathComponent().appending(path: "Modules")
        let settings = [
            "-typecheck", "-warnings-as-errors", "-swift-version", "6", "-strict-memory-safety", "-parse-as-library",
            "-enable-upcoming-feature", "ExistentialAny", "-enable-upcoming-feature", "InternalImportsByDefault",
            "-enable-upcoming-feature", "MemberImportVisibility", "-enable-experimental-feature", "Lifetimes",
            "-module-name", "Generated", "-package-name", "generated", "-I", modules.path,
        ]
        return try Command.run(URL(filePath: "/usr/bin/env"), ["swiftc"] + settings + files)
    }
}
