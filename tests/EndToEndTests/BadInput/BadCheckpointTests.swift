import Foundation
import Testing

/// Checkpoints that are torn or of another run, and a disk that is full.
@Suite struct BadCheckpointTests {
    /// A run that was stopped with at least two checkpoints behind it.
    private static func stoppedRun() async throws -> Deployment {
        let deployment = try await Deployment(
            job: TestJob.digits(epochs: SameResultTests.epochs, extra: "checkpoint: {everySteps: 10}"),
            minimumTrainers: 1)
        let trainer = try await deployment.startTrainer(faults: Chaos.stop(inStep: 35))
        try await trainer.stopped()
        deployment.orchestrator.terminate()
        try await deployment.orchestrator.line("checkpoint written", "step=35")
        trainer.proceed()
        #expect(try await deployment.orchestrator.exitStatus() == 75)
        return deployment
    }

    private static func checkpoints(_ deployment: Deployment) throws -> [String] {
        let folder = "\(deployment.folder.path)/run"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("checkpoint-") }
            .sorted()
            .map { "\(folder)/\($0)" }
    }

    @Test func `a torn checkpoint is passed over for the one before, and the model is the same`() async throws {
        let deployment = try await Self.stoppedRun()
        let newest = try #require(try Self.checkpoints(deployment).last)
        let whole = try Data(contentsOf: URL(fileURLWithPath: newest))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: newest))
        try await deployment.resumeOrchestrator()
        let warning = try await deployment.orchestrator.line("checkpoint passed over", newest)
        let resumed = try await deployment.orchestrator.line("resuming")
        #expect(newest.contains("000\(try #require(Int(field("step", of: resumed))))") == false)
        let summary = try await deployment.summary()
        #expect(summary.sha256 == (try await SameResultTests.reference.value))
        try report("checkpoint", "torn, with one before", status: 0, warning)
    }

    @Test func `a checkpoint of another model is refused, with both lineages`() async throws {
        let deployment = try await Self.stoppedRun()
        let before = try Self.checkpoints(deployment)
        let job = "\(deployment.folder.path)/job.yaml"
        try String(contentsOfFile: job, encoding: .utf8).replacing("hidden: [32]", with: "hidden: [16]")
            .write(toFile: job, atomically: true, encoding: .utf8)
        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                job, "--compute", deployment.computeAddress, "--run-directory", "\(deployment.folder.path)/run",
                "--resume", "auto", "--port", "0",
            ])
        #expect(try await orchestrator.exitStatus() == 65)
        let message = try #require(orchestrator.log.last)
        #expect(message.contains(try #require(before.last)))
        #expect(message.contains("expected the lineage of this job and data"))
        #expect(try Self.checkpoints(deployment) == before, "nothing was touched")
        try report("checkpoint", "of another model", status: 65, message)
    }

    /// What an orchestrator says that finds a run, or finds none, against what it was told about that.
    private static func refusal(_ deployment: Deployment, job: String, flags: [String]) async throws -> String {
        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator", [job, "--compute", deployment.computeAddress, "--port", "0"] + flags)
        #expect(try await orchestrator.exitStatus() == 65)
        return try #require(orchestrator.log.last)
    }

    @Test func `a run that has no checkpoint is gone on with too, or refused, with what was found`() async throws {
        let deployment = try await Deployment(
            job: TestJob.digits(epochs: SameResultTests.epochs, extra: "checkpoint: {everySteps: 1000}"),
            minimumTrainers: 1)
        let trainer = try await deployment.startTrainer(faults: Chaos.stop(inStep: 40))
        try await trainer.stopped()
        deployment.orchestrator.kill()
        #expect(try await deployment.orchestrator.exitStatus() == -SIGKILL)
        trainer.proceed()
        let job = "\(deployment.folder.path)/job.yaml"
        let folder = "\(deployment.folder.path)/run"
        let untold = try await Self.refusal(deployment, job: job, flags: ["--run-directory", folder])
        try report("checkpoint", "of a run that nobody asked to go on with", status: 65, untold)
        let none = "\(deployment.folder.path)/none"
        let missing = try await Self.refusal(
            deployment, job: job, flags: ["--run-directory", none, "--resume", "always"])
        try report("checkpoint", "none, where a run has to be", status: 65, missing)
        let other = "\(deployment.folder.path)/other.yaml"
        try String(contentsOfFile: job, encoding: .utf8).replacing("seed: 7", with: "seed: 8")
            .write(toFile: other, atomically: true, encoding: .utf8)
        let refused = try await Self.refusal(
            deployment, job: other, flags: ["--run-directory", folder, "--resume", "auto"])
        try report("checkpoint", "none yet, but another job's beginning", status: 65, refused)
        try await deployment.resumeOrchestrator()
        #expect(try await deployment.summary().sha256 == (try await SameResultTests.reference.value))
    }

    /// What makes a place for less than two checkpoints, calls the orchestrator and lists what is left.
    ///
    /// A checkpoint of the job below has parameters and momentum: 2 x 19,210 floats.
    enum FullDisk: String, CaseIterable {
        /// A file system of 240 KiB, mounted for this one process and gone with it.
        case disk = #"mount -t tmpfs -o size=240k tmpfs "$1" && "${@:2}"; status=$?; ls "$1"; exit $status"#
        /// No file may grow beyond 100 KiB, which needs no rights.
        case limit = #"trap '' XFSZ; (ulimit -f 100; exec "${@:2}"); status=$?; ls "$1"; exit $status"#

        /// What the orchestrator writes last, the reason that it gives, and what stays.
        var outcome: (checkpoint: String, reason: String, left: String) {
            switch self {
            case .disk:
                (
                    "checkpoint-000000000020.safetensors", "No space left on device",
                    "beginning.json\ncheckpoint-000000000010.safetensors\nhistory.log\n"
                )
            case .limit: ("checkpoint-000000000010.safetensors", "File too large", "beginning.json\nhistory.log\n")
            }
        }

        func command(_ folder: String) -> (executable: String, arguments: [String]) {
            switch self {
            case .disk:
                ("/usr/bin/unshare", ["--map-root-user", "--mount", "/bin/bash", "-c", rawValue, "bash", folder])
            case .limit: ("/bin/bash", ["-c", rawValue, "bash", folder])
            }
        }

        /// Those that this machine allows: within a container nobody may mount.
        static func allowed() async throws -> [FullDisk] {
            let mount = try await ServiceProcess(
                "/usr/bin/unshare", name: "unshare", ["--map-root-user", "--mount", "true"])
            return try await mount.exitStatus() == 0 ? allCases : [.limit]
        }
    }

    @Test(arguments: try await FullDisk.allowed())
    func `a disk that takes no more ends the run, and leaves nothing half-written`(_ full: FullDisk) async throws {
        let folder = try TemporaryFolder()
        let job = "\(folder.path)/job.yaml"
        try TestJob.digits(epochs: 3, extra: "checkpoint: {everySteps: 10}").replacing("[32]", with: "[256]")
            .write(toFile: job, atomically: true, encoding: .utf8)
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0"])
        let computeAddress = try field("address", of: try await compute.line("serving"))
        let disk = "\(folder.path)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let command = full.command(disk)
        let orchestrator = try await ServiceProcess(
            command.executable, name: "orchestrator",
            command.arguments + [
                Products.folder.appending(path: "orchestrator").path, job, "--compute", computeAddress,
                "--run-directory", disk, "--port", "0",
            ])
        let address = try field("address", of: try await orchestrator.line("waiting for trainers"))
        let trainer = try await ServiceProcess(
            "trainer", name: "trainer", ["--orchestrator", address, "--compute", computeAddress])
        #expect(try await orchestrator.exitStatus() == 74)
        let message = try #require(orchestrator.log.last)
        #expect(message.contains(full.outcome.checkpoint))
        #expect(message.contains(full.outcome.reason))
        #expect(orchestrator.output == full.outcome.left)
        #expect(try await trainer.exitStatus() == 76)
        try report("checkpoint", full == .disk ? "a full disk" : "a file limit", status: 74, message)
    }
}
