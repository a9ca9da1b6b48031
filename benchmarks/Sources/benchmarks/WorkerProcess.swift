internal import Foundation

/// A process that does one piece of work for each line that it is sent, and answers with a line.
final class WorkerProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts `executable`, with `environment` over our own.
    init(_ executable: URL, _ arguments: [String], environment: [String: String]) throws {
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Sends a line and returns the answer.
    @discardableResult
    func ask(_ line: String) throws -> String {
        let descriptor = input.fileHandleForWriting.fileDescriptor
        let bytes = Array((line + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw Benchmark.WrongValue("\(process.executableURL?.lastPathComponent ?? "worker") is gone")
        }
        return try answer()
    }

    private func answer() throws -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output.fileHandleForReading.fileDescriptor, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        throw Benchmark.WrongValue("\(process.executableURL?.lastPathComponent ?? "worker") ended without an answer")
    }
}
