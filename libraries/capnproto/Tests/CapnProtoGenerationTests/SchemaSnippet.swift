import CapnProtoGeneration
import CapnProtoTesting
import Foundation

/// A few lines of schema, and the Swift that they become.
enum SchemaSnippet {
    /// The folder of Cap'n Proto for Swift.
    static let repositoryFolder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift for a schema, by the command as a build calls it.
    static func generate(_ schema: String, options: [String] = []) throws -> String {
        try TemporaryFolder.with { folder in
            let file = folder.appending(path: "snippet.capnp")
            try Data(("@0xbf5147cbbecf40c1;\n" + schema).utf8).write(to: file)
            let result = try Command.run(
                Command.built("capnpc-swift"), ["--output", folder.path] + options + [file.path])
            guard result.status == 0 else { throw ToolError(message: result.errors) }
            return try String(contentsOf: folder.appending(path: "snippet.capnp.swift"), encoding: .utf8)
        }
    }

    /// Part of what is generated for a schema: the block that a line opens, without its indentation.
    static func block(_ header: String, of schema: String) throws -> String {
        let lines = try generate(schema).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(where: { $0.drop { $0 == " " }.hasPrefix(header) }) else {
            throw ToolError(message: "no line '\(header)' in:\n\(lines.joined(separator: "\n"))")
        }
        let indentation = String(lines[start].prefix { $0 == " " })
        let end = lines[start...].firstIndex { $0 == indentation + "}" } ?? start
        return lines[start...end].map { String($0.dropFirst(indentation.count)) }.joined(separator: "\n")
    }
}
