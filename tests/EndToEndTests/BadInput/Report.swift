import Foundation
import Testing

/// Prints a row of the table of bad input, and holds the documents' table against it.
///
/// The row is what was wrong, the code that the service ended with (0: it went on), and what it said.
func report(_ kind: String, _ name: String, status: Int32, _ message: String) throws {
    print("bad input | \(kind): \(name) | \(status) | \(message)")
    let rows = try DocumentedInput.rows.get()
    guard let row = rows.first(where: { $0.kind == kind && $0.name == name }) else {
        Issue.record("docs/troubleshooting.md has no row \"\(name)\" in its table \"\(kind)\"")
        return
    }
    #expect(row.status == status)
    #expect(row.describes(message), "documented: \(row.message); printed: \(message)")
}

/// A row of the documents' tables of bad input.
struct DocumentedInput {
    let kind: String
    let name: String
    let status: Int32
    /// What is printed, with `…` for what differs from case to case.
    let message: String

    /// The rows below each comment `<!-- bad input: KIND -->`, up to the next empty line.
    static let rows = Result {
        let document = Products.repository.appending(path: "docs/troubleshooting.md")
        var kind: String?
        var rows: [DocumentedInput] = []
        for line in try String(contentsOf: document, encoding: .utf8).components(separatedBy: "\n") {
            if line.isEmpty { kind = nil }
            if let comment = line.wholeMatch(of: /<!-- bad input: (\w+) -->/) { kind = String(comment.1) }
            let cells = line.components(separatedBy: " | ")
            guard let kind, cells.count == 4, let status = Int32(cells[1]) else { continue }
            rows.append(
                DocumentedInput(
                    kind: kind, name: String(cells[0].dropFirst(2)), status: status,
                    message: cells[2].trimmingCharacters(in: ["`"])))
        }
        return rows
    }

    /// Whether the parts between `…` stand in a message, in this order.
    func describes(_ message: String) -> Bool {
        var rest = message[...]
        for part in self.message.components(separatedBy: "…") {
            guard let range = part.isEmpty ? rest.startIndex..<rest.startIndex : rest.range(of: part) else {
                return false
            }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

/// Runs a shell command that has to succeed.
func shell(_ command: String) async throws {
    let process = try await ServiceProcess("/bin/bash", name: "bash", ["-c", command])
    let status = try await process.exitStatus()
    guard status == 0 else { throw UnexpectedEnd(name: command, status: status, log: process.log) }
}
