public import Foundation

/// Runs processes to their end.
public enum Command {
    /// Runs a program with input from memory, its output caught in files so that no pipe can fill up.
    public static func run(
        _ program: URL, _ arguments: [String], input: [UInt8] = [], folder: URL? = nil
    ) throws -> CommandResult {
        try TemporaryFolder.with { scratch in
            let inputFile = scratch.appending(path: "input")
            let outputFile = scratch.appending(path: "output")
            let errorFile = scratch.appending(path: "errors")
            try Data(input).write(to: inputFile)
            try Data().write(to: outputFile)
            try Data().write(to: errorFile)
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            if let folder { process.currentDirectoryURL = folder }
            process.standardInput = try FileHandle(forReadingFrom: inputFile)
            process.standardOutput = try FileHandle(forWritingTo: outputFile)
            process.standardError = try FileHandle(forWritingTo: errorFile)
            try process.run()
            process.waitUntilExit()
            return CommandResult(
                status: process.terminationStatus, output: try Array(Data(contentsOf: outputFile)),
                errors: try String(decoding: Data(contentsOf: errorFile), as: UTF8.self))
        }
    }

    /// A program that the build has put beside the tests.
    public static func built(_ name: String) throws -> URL {
        let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let candidates = [tests, Bundle.main.bundleURL].flatMap { start in
            [start.deletingLastPathComponent().appending(path: name), start.appending(path: name)]
        }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw ToolError(message: "'\(name)' isn't beside the tests at \(tests.path)")
        }
        return found
    }
}
