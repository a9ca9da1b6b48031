internal import Foundation

/// One run on this machine: compute, the orchestrator, and the trainers that a trial starts.
final class Cluster {
    let folder: URL
    private let minimumTrainers: Int
    private let protection: Protection
    let compute: ServiceProcess
    private let computeAddress: String
    private(set) var orchestrator: ServiceProcess
    private(set) var orchestratorAddress: String
    private(set) var trainers: [String: ServiceProcess] = [:]
    private var starts: [String: () throws -> ServiceProcess] = [:]

    /// Starts compute, and an orchestrator that waits for `minimumTrainers`.
    convenience init(_ job: RecoveryJob, minimumTrainers: Int) throws {
        try self.init(jobFile: job.text, minimumTrainers: minimumTrainers)
    }

    /// The same for a job file with data below `dataRoot`.
    init(
        jobFile: String, minimumTrainers: Int, dataRoot: String = RecoveryJob.dataRoot,
        protection: Protection = .nothing
    ) throws {
        self.minimumTrainers = minimumTrainers
        self.protection = protection
        folder = FileManager.default.temporaryDirectory.appending(path: "pangea-recovery-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try jobFile.write(to: folder.appending(path: "job.yaml"), atomically: true, encoding: .utf8)
        try protection.prepare(in: folder)
        compute = try ServiceProcess(
            "compute", name: "compute", ["--data-root", dataRoot, "--port", "0"],
            environment: protection.environment(of: "compute", in: folder), in: folder)
        computeAddress = try compute.line("serving").field("address")
        orchestrator = try Self.orchestrator(
            in: folder, computeAddress, minimumTrainers, port: "0", resume: "never", protection)
        orchestratorAddress = try orchestrator.line("waiting for trainers").field("address")
    }

    deinit {
        for process in trainers.values { process.kill() }
        orchestrator.kill()
        compute.kill()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func orchestrator(
        in folder: URL, _ compute: String, _ minimumTrainers: Int, port: String, resume: String,
        _ protection: Protection
    ) throws -> ServiceProcess {
        try ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                folder.appending(path: "job.yaml").path, "--compute", compute, "--run-directory",
                folder.appending(path: "run").path, "--port", port, "--min-trainers", "\(minimumTrainers)", "--resume",
                resume, "--summary", folder.appending(path: "summary.json").path, "--log-level", "debug",
            ], environment: protection.environment(of: "orchestrator", in: folder), in: folder)
    }

    /// Starts the orchestrator again, which was killed, as a service manager does.
    func restartOrchestrator() throws {
        let port = orchestratorAddress.split(separator: ":").last.map(String.init) ?? "0"
        orchestrator = try Self.orchestrator(
            in: folder, computeAddress, minimumTrainers, port: port, resume: "auto", protection)
    }

    /// Starts a trainer whose micro-batches take at least `pace` milliseconds.
    ///
    /// It writes down what it computes only where `isTraced`, since that costs time.
    func start(_ name: String, pace: Int?, orchestrator: String? = nil, isTraced: Bool = true) throws {
        let arguments = [
            "--orchestrator", orchestrator ?? orchestratorAddress, "--compute", computeAddress, "--name", name,
        ]
        var environment = protection.environment(of: "trainer", in: folder)
        environment["PANGEA_FAULTS"] = pace.map { "trainer.pace action=pause ms=\($0)" } ?? ""
        environment["PANGEA_TRACE"] = isTraced ? traceFile(of: name).path : nil
        let (folder, variables) = (folder, environment)
        starts[name] = {
            try ServiceProcess("trainer", name: name, arguments, environment: variables, in: folder)
        }
        try restart(name)
    }

    /// Starts some trainers called `trainer-1` and so on.
    func start(count: Int, pace: Int?, isTraced: Bool = true) throws {
        for number in 1...count { try start("trainer-\(number)", pace: pace, isTraced: isTraced) }
    }

    /// Starts a trainer as it was started before.
    func restart(_ name: String) throws { trainers[name] = try starts[name]?() }

    /// Forgets a trainer that has ended.
    func forget(_ name: String) {
        trainers[name] = nil
        starts[name] = nil
    }

    /// Where a trainer writes down what it computed.
    func traceFile(of trainer: String) -> URL { folder.appending(path: "\(trainer).trace") }

    func trainer(_ name: String) throws -> ServiceProcess {
        guard let trainer = trainers[name] else { throw ClusterError("no \(name) was started") }
        return trainer
    }
}
