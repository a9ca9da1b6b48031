import Foundation

/// One run on this machine: compute and the orchestrator, and the trainers that a test starts.
final class Deployment {
    let folder: TemporaryFolder
    let compute: ServiceProcess
    let computeAddress: String
    private(set) var orchestrator: ServiceProcess
    private(set) var orchestratorAddress: String
    private(set) var trainers: [ServiceProcess] = []

    /// Starts compute, then the orchestrator with `job` and more flags.
    init(job: String, minimumTrainers: Int, flags: [String] = []) async throws {
        folder = try TemporaryFolder()
        try job.write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0", "--health-port", "0"])
        computeAddress = try field("address", of: try await compute.line("serving"))
        orchestrator = try await Self.startOrchestrator(
            folder, computeAddress, ["--port", "0", "--min-trainers", "\(minimumTrainers)"] + flags)
        orchestratorAddress = try field("address", of: try await orchestrator.line("waiting for trainers"))
    }

    private static func startOrchestrator(
        _ folder: TemporaryFolder, _ compute: String, _ arguments: [String]
    ) async throws -> ServiceProcess {
        try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                "\(folder.path)/job.yaml", "--compute", compute, "--run-directory", "\(folder.path)/run",
                "--summary", "\(folder.path)/summary.json", "--log-level", "debug", "--health-port", "0",
            ] + arguments)
    }

    /// Starts one more trainer, on the run's compute or another.
    @discardableResult
    func startTrainer(compute: String? = nil) async throws -> ServiceProcess {
        let name = "trainer-\(trainers.count + 1)"
        let trainer = try await ServiceProcess(
            "trainer", name: name,
            [
                "--orchestrator", orchestratorAddress, "--compute", compute ?? computeAddress, "--name", name,
                "--health-port", "0",
            ])
        trainers.append(trainer)
        return trainer
    }

    /// Starts another orchestrator on the same run directory and port, when the first one has ended; it waits for all
    /// trainers, who dial again by themselves.
    func resumeOrchestrator(flags: [String] = []) async throws {
        let port = orchestratorAddress.split(separator: ":").last.map(String.init) ?? ""
        orchestrator = try await Self.startOrchestrator(
            folder, computeAddress, ["--port", port, "--resume", "auto", "--min-trainers", "\(trainers.count)"] + flags)
        try await orchestrator.line("waiting for trainers")
    }

    /// The summary, when the run is complete and every trainer that was not killed has ended well.
    func summary() async throws -> Summary {
        let status = try await orchestrator.exitStatus()
        guard status == 0, let line = orchestrator.output.split(separator: "\n").last else {
            throw UnexpectedEnd(name: "orchestrator", status: status, log: orchestrator.log)
        }
        return try JSONDecoder().decode(Summary.self, from: Data(line.utf8))
    }

    /// The bytes of the model that the run ended with.
    func model() throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/run/model.safetensors"))
    }

    deinit {
        for process in [compute, orchestrator] + trainers { process.kill() }
    }
}

/// The line of JSON that a run ends with.
struct Summary: Decodable {
    struct Share: Decodable {
        let trainer: String
        let steps: Int
        let microBatches: Int
        let redone: [String: Int]
        let expelled: String?
    }

    let accuracy: Double
    let loss: Double
    let samplesPerSecond: Double
    let seconds: Double
    let steps: Int
    let trainers: Int
    let sha256: String
    let shares: [Share]
    let leasesIssued: Int
    let leasesReissued: Int
    let auditsDone: Int
    let nodesPushed: Int
    let gradientBytes: Int
    let parameterBytes: Int
}
