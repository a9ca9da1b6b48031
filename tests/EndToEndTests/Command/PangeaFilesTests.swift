import Foundation
import Testing

/// A table becomes a job, a run, a model, predictions and a picture, by the commands that a person has.
@Suite struct PangeaFilesTests {
    private static func run(_ program: String, _ arguments: [String]) async throws -> ServiceProcess {
        let process = try await ServiceProcess(program, name: program, arguments)
        #expect(try await process.exitStatus() == 0, "\(process.log)")
        return process
    }

    /// Points of a square, and whether they lie in one half of it: a number misses now and then.
    private static func table(rows: Int, from first: Int) -> String {
        let lines = (first..<first + rows).map { row in
            let (x, y) = (Double(row * 37 % 101) / 50 - 1, Double(row * 53 % 97) / 48 - 1)
            return
                "\(row),\(row % 29 == 3 ? "NA" : "\(x)"),\(y),\(["warm", "cold"][row % 2]),\(x + y > 0 ? "above" : "below")"
        }
        return (["number,east,north,weather,side"] + lines).joined(separator: "\n") + "\n"
    }

    @Test func `what is drafted for a table trains, predicts and is drawn`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        try Self.table(rows: 400, from: 0).write(toFile: "\(path)/sides.csv", atomically: true, encoding: .utf8)
        let job = "\(path)/sides.yaml"
        let drafted = try await Self.run("pangea", ["new", "\(path)/sides.csv", "--output", job, "--json"])
        #expect(drafted.output.contains("\"command\":\"pangea run \(job)\""), "\(drafted.output)")
        #expect(drafted.output.contains("\"value\":\"\\\"side\\\"\""), "\(drafted.output)")
        _ = try await Self.run("pangea", ["run", job, "--run-directory", "\(path)/run", "--json"])
        let model = "\(path)/run/model.safetensors"

        let inspected = try await Self.run("pangea", ["inspect", model])
        #expect(inspected.output.contains("one of 2 classes: \"above\", \"below\""), "\(inspected.output)")
        #expect(!inspected.output.contains("\u{1b}"), "this is no terminal")
        let checkpoints = try FileManager.default.contentsOfDirectory(atPath: "\(path)/run").filter {
            $0.hasPrefix("checkpoint-")
        }
        let checkpoint = try #require(checkpoints.max())
        let whole = try await Self.run("pangea", ["inspect", "\(path)/run/\(checkpoint)", "--json"])
        #expect(whole.output.contains("\"isSound\":true"), "\(whole.output)")

        let picture = try await Self.run("pangea", ["plot", "\(path)/run", "--output", "-"])
        #expect(picture.output.hasPrefix("<svg ") && picture.output.contains("Loss and Accuracy"))

        try Self.table(rows: 100, from: 400).write(toFile: "\(path)/new.csv", atomically: true, encoding: .utf8)
        let predicted = try await Self.run("trainer", ["predict", model, "\(path)/new.csv"])
        let lines = predicted.output.split(separator: "\n").dropFirst()
        let sides = Self.table(rows: 100, from: 400).split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: ",").last
        }
        let right = zip(lines, sides).count { $0.contains($1) }
        #expect(lines.count == 100 && right > 90, "\(right) of 100 are right")
    }

    @Test func `a checkpoint with a byte changed is told so, by words and by the exit code`() async throws {
        let folder = try TemporaryFolder()
        let run = try await CommandRun(job: TestJob.digits(epochs: 1), in: folder, ["--json"])
        #expect(try await run.pangea.exitStatus() == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: run.path)
        let checkpoint = "\(run.path)/\(try #require(files.first { $0.hasPrefix("checkpoint-") }))"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: checkpoint))
        bytes[bytes.count - 5] ^= 1
        try bytes.write(to: URL(fileURLWithPath: checkpoint))
        let inspected = try await ServiceProcess("pangea", name: "pangea", ["inspect", checkpoint])
        #expect(try await inspected.exitStatus() == 65)
        #expect(inspected.output.contains("the file is damaged"), "\(inspected.output)")
    }
}
