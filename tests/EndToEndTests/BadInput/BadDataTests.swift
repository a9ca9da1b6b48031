import Foundation
import Testing

/// Data that isn't what it has to be: what the orchestrator says and ends with.
@Suite struct BadDataTests {
    /// One piece of bad data, and what has to be said of it.
    struct Row: CustomTestStringConvertible {
        let name: String
        let data: String
        /// Makes the files that `data` names, in compute's data root.
        var make: @Sendable (_ root: String) async throws -> Void = { _ in }
        let says: [String]
        var testDescription: String { name }
    }

    @Test(arguments: rows) func `is an error that names it, its place, what was expected and what came`(
        _ row: Row
    ) async throws {
        let folder = try TemporaryFolder()
        let root = "\(folder.path)/root"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try write("a,y\n1,0\n2,1\n", to: "\(root)/good.csv")
        try await row.make(root)
        try write(Self.job(data: row.data), to: "\(folder.path)/job.yaml")
        let compute = try await Self.compute(root: root)
        let address = try field("address", of: try await compute.line("serving"))
        let check = try await ServiceProcess(
            "orchestrator", name: "orchestrator", ["validate", "\(folder.path)/job.yaml", "--compute", address])
        #expect(try await check.exitStatus() == 65)
        let message = try #require(check.log.last)
        for text in row.says { #expect(message.contains(text), "\(message)") }
        try report("data", row.name, status: 65, message)

        // Compute serves on: good data opens.
        try write(
            Self.job(data: "{csv: {training: good.csv, evaluation: good.csv, label: y}}"),
            to: "\(folder.path)/job.yaml")
        let next = try await ServiceProcess(
            "orchestrator", name: "orchestrator", ["validate", "\(folder.path)/job.yaml", "--compute", address])
        #expect(try await next.exitStatus() == 0)
        #expect(next.output.contains("2 training and 2 evaluation samples"))
    }

    /// One that root's privilege to read everything is taken from.
    private static func compute(root: String) async throws -> ServiceProcess {
        let arguments = ["--data-root", root, "--port", "0", "--expansion-limit", "1"]
        guard geteuid() == 0 else { return try await ServiceProcess("compute", name: "compute", arguments) }
        return try await ServiceProcess(
            "/usr/bin/setpriv", name: "compute",
            ["--bounding-set=-dac_override,-dac_read_search", Products.folder.appending(path: "compute").path]
                + arguments)
    }

    private static func job(data: String) -> String {
        """
        name: bad data
        seed: 1
        data: \(data)
        model: {mlp: {hidden: [4]}}
        training:
          batch: 2
          microBatch: 1
          epochs: 1
          optimiser: {sgd: {}}
          schedule: {rate: 0.1}
        """
    }

    private static func csv(
        _ name: String, training: String, evaluation: String = "good.csv", _ contents: String? = nil, says: String...
    ) -> Row {
        Row(
            name: name, data: "{csv: {training: \(training), evaluation: \(evaluation), label: y}}",
            make: { root in if let contents { try write(contents, to: "\(root)/bad.csv") } }, says: says)
    }

    private static func idx(_ name: String, _ header: [UInt8], bytes: Int, says: String...) -> Row {
        Row(
            name: name,
            data: "{idx: {trainingFeatures: x, trainingLabels: y, evaluationFeatures: x, evaluationLabels: y}}",
            make: { root in
                let features = Data(header + Array(repeating: 1, count: bytes))
                try features.write(to: URL(fileURLWithPath: "\(root)/x"))
                try Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]).write(to: URL(fileURLWithPath: "\(root)/y"))
            }, says: says)
    }

    static let rows: [Row] = [
        csv("an empty file", training: "bad.csv", "", says: "\"bad.csv\"", "found an empty file"),
        csv(
            "no samples", training: "bad.csv", "a,y\n", says: "\"bad.csv\"", "expected at least one sample, found none"),
        csv(
            "a ragged row", training: "bad.csv", "a,y\n1,0\n2\n",
            says: "\"bad.csv\", line 3", "expected 2 fields as in the first record, found 1"),
        csv(
            "a quote that never closes", training: "bad.csv", "a,y\n1,0\n\"2,1\n", says: "\"bad.csv\", line 3",
            "expected a closing quote for the field that begins here, found the end of the file"),
        csv(
            "a word where a number belongs", training: "bad.csv", "a,y\n1,0\nfive,1\n", says: "\"bad.csv\", line 3",
            "column 1", "field \"a\": expected a number, found \"five\""),
        csv(
            "a label that the training split doesn't have", training: "good.csv", evaluation: "bad.csv",
            "a,y\n1,7\n", says: "\"bad.csv\", line 2", "expected a label below 2", "found 7"),
        csv(
            "a negative label", training: "bad.csv", "a,y\n1,-1\n", says: "\"bad.csv\", line 2",
            "expected a label from 0, found -1"),
        csv(
            "more classes than there may be", training: "bad.csv", "a,y\n1,70000\n", says: "\"bad.csv\", line 2",
            "expected a label below 65536 (the limit on classes), found 70000"),
        csv("a file that isn't there", training: "none.csv", says: "\"none.csv\"", "found nothing of that name"),
        csv(
            "a path outside the root", training: "../secret.csv", says: "\"../secret.csv\"",
            "expected a path below the data root, found one with \"..\""),
        csv("an absolute path", training: "/etc/passwd", says: "\"/etc/passwd\"", "found an absolute one"),
        Row(
            name: "a link that leads outside", data: "{csv: {training: link, evaluation: good.csv, label: y}}",
            make: { root in
                try write("a,y\n1,0\n", to: "\(root)/../secret.csv")
                try FileManager.default.createSymbolicLink(
                    atPath: "\(root)/link", withDestinationPath: "../secret.csv")
            }, says: ["\"link\"", "found one that a symbolic link leads out of it"]),
        Row(
            name: "a file that can't be read", data: "{csv: {training: bad.csv, evaluation: good.csv, label: y}}",
            make: { root in
                try write("a,y\n1,0\n", to: "\(root)/bad.csv")
                try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: "\(root)/bad.csv")
            }, says: ["\"bad.csv\"", "can't be read: Permission denied"]),
        Row(
            name: "a gzip bomb", data: "{csv: {training: bomb.gz, evaluation: good.csv, label: y}}",
            make: { try await shell("head -c 100000000 /dev/zero | gzip >'\($0)/bomb.gz'") },
            says: ["\"bomb.gz\"", "expected at most 1048576 bytes after expansion", "found more"]),
        Row(
            name: "half a gzip file", data: "{csv: {training: half.gz, evaluation: good.csv, label: y}}",
            make: { try await shell("seq 100000 | gzip | head -c 1000 >'\($0)/half.gz'") },
            says: ["\"half.gz\"", "expected the end of the gzip data, found the end of the file"]),
        idx(
            "half an IDX header", [0, 0, 8, 3, 0, 0], bytes: 0,
            says: "\"x\"", "expected an IDX header of 16 bytes, found only 6 bytes"),
        idx(
            "an IDX header that announces more than there is", [0, 0, 8, 3, 0, 0, 3, 232, 0, 0, 0, 2, 0, 0, 0, 2],
            bytes: 8, says: "\"x\"", "expected 4016 bytes", "1000 x 2 x 2", "found 24 bytes"),
        idx(
            "an IDX header beyond all memory",
            [0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], bytes: 8,
            says: "\"x\"", "expected IDX dimensions that fit in memory"),
        idx("no IDX at all", Array("PNG, say".utf8), bytes: 100, says: "\"x\"", "expected IDX", "found 50 4e"),
    ]
}

private func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
}
