import Foundation

/// Prints a row of the table of bad input: what it was, what the service ended with and what it said last.
func report(_ kind: String, _ name: String, status: Int32, _ message: String) {
    let said = message.split(separator: " ", maxSplits: 1).last.map(String.init) ?? message
    print("bad input | \(kind): \(name) | \(status) | \(said)")
}

/// Runs a shell command that has to succeed.
func shell(_ command: String) async throws {
    let process = try ServiceProcess("/bin/bash", name: "bash", ["-c", command])
    let status = try await process.exitStatus()
    guard status == 0 else { throw UnexpectedEnd(name: command, status: status, log: process.log) }
}
