public import Foundation

/// The `capnp` tool, against which ours is measured.
public struct ReferenceTool: Sendable {
    private let tool: URL

    /// Finds the tool on the search path; throws with the name of the package that has it.
    public init() throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let candidates = folders.map { URL(filePath: "\($0)/capnp") }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw ToolError(message: "the 'capnp' tool isn't on the search path: install Debian's package 'capnproto'")
        }
        tool = found
    }

    // The tool guesses what its input might be instead, and would refuse small messages: `--quiet` has it believe us.

    /// A message in binary from its text form.
    public func encode(_ text: String, as type: String, schema: URL, segmentSize: Int? = nil) throws -> [UInt8] {
        var arguments = ["convert", "--quiet"]
        if let segmentSize { arguments.append("--segment-size=\(segmentSize)") }
        arguments += ["text:binary", schema.path, type]
        return try run(arguments, input: Array(text.utf8)).output
    }

    /// The text form of a message in binary, on one line.
    public func decode(_ bytes: [UInt8], as type: String, schema: URL) throws -> String {
        let output = try run(["convert", "--quiet", "--short", "binary:text", schema.path, type], input: bytes).output
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A message in another of the tool's formats: `binary`, `packed`, `flat`, `canonical`, `text`, `json`; the last two on
    /// one line where `isShort`.
    public func convert(
        _ bytes: [UInt8], from source: String, to target: String, as type: String, schema: URL,
        segmentSize: Int? = nil, isShort: Bool = false
    ) throws -> [UInt8] {
        var arguments = ["convert", "--quiet"]
        if isShort { arguments.append("--short") }
        if let segmentSize { arguments.append("--segment-size=\(segmentSize)") }
        return try run(arguments + ["\(source):\(target)", schema.path, type], input: bytes).output
    }

    /// The request that the tool sends to a plug-in for schema files, named as they are from a folder.
    public func request(for files: [String], in folder: URL) throws -> [UInt8] {
        try run(["compile", "-o-"] + files, folder: folder).output
    }

    /// Lets a plug-in generate code from schema files, named as they are from a folder.
    public func compile(_ files: [String], plugin: URL, output: URL, in folder: URL) throws {
        _ = try run(["compile", "-o\(plugin.path):\(output.path)"] + files, folder: folder)
    }

    private func run(_ arguments: [String], input: [UInt8] = [], folder: URL? = nil) throws -> CommandResult {
        let result = try Command.run(tool, arguments, input: input, folder: folder)
        guard result.status == 0 else {
            throw ToolError(message: "capnp \(arguments.joined(separator: " ")): \(result.errors)")
        }
        return result
    }
}
