import Foundation
import Testing

/// Job files that aren't what they have to be.
@Suite struct BadJobTests {
    struct Row: CustomTestStringConvertible {
        let name: String
        /// What takes the place of what in a good job; nil for no file at all.
        let change: (old: String, new: String)?
        let says: [String]
        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "no job file", change: nil, says: ["job.yaml", "expected a file that can be read: No such file"]),
        Row(name: "malformed YAML", change: ("seed: 7", "seed: [7"), says: ["job.yaml", "expected YAML", "3:"]),
        Row(name: "no YAML mapping", change: ("name: digits", "- name"), says: ["job.yaml", "expected"]),
        Row(
            name: "an unknown key", change: ("  batch: 64", "  batsch: 64"),
            says: ["line 14", "unknown key \"training.batsch\"; did you mean \"training.batch\"?"]),
        Row(
            name: "a word for a number", change: ("epochs: 1", "epochs: many"),
            says: ["line 16, training.epochs: expected a whole number from 1 to 2147483647, found \"many\""]),
        Row(
            name: "a list for a word", change: ("global", "[global]"),
            says: ["line 9, data.standardisation: expected one of feature, global, none, found a list"]),
        Row(
            name: "a number out of its range", change: ("momentum: 0.9", "momentum: 1.5"),
            says: ["line 19", "expected a number from 0 to below 1, found \"1.5\""]),
        Row(name: "a key that is missing", change: ("seed: 7\n", ""), says: ["expected a key \"seed\", found none"]),
    ]

    @Test(arguments: rows) func `are refused before anything starts, with line and key`(_ row: Row) async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/job.yaml"
        if let change = row.change {
            let job = TestJob.digits(epochs: 1)
            #expect(job.contains(change.old))
            try job.replacing(change.old, with: change.new).write(toFile: path, atomically: true, encoding: .utf8)
        }
        // Nobody is at that address, and nobody is asked.
        for arguments in [["validate", path], [path, "--compute", "127.0.0.1:9", "--run-directory", folder.path]] {
            let process = try await ServiceProcess("orchestrator", name: "orchestrator", arguments)
            #expect(try await process.exitStatus() == 65)
            let message = try #require(process.log.last)
            for text in row.says { #expect(message.contains(text), "\(message)") }
            #expect(process.output.isEmpty)
            if arguments.first == "validate" { try report("job", row.name, status: 65, message) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { $0 == "job.yaml" })
    }
}
