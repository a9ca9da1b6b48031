import Foundation

/// One run on this machine: compute and the orchestrator, and the trainers that a test starts.
final class Deployment {
    /// What an orchestrator is told that is to go on with what its run directory holds.
    static let resumeArguments = ["--resume", "auto"]

    /// A host: the address that a service listens on there, and how it is started there.
    struct Place {
        var address = "127.0.0.1"
        var start: ServiceProcess.Start = ServiceProcess.init(_:name:_:environment:)
    }

    /// What is different from a plain run.
    struct Terms {
        /// Where compute and the orchestrator run.
        var computePlace = Place()
        var orchestratorPlace = Place()
        /// Whether what was consumed and committed is written down.
        var isTraced = false
        /// Failures that are placed in compute and in the orchestrator, as `PANGEA_FAULTS` has them.
        var computeFaults = ""
        var orchestratorFaults = ""
        /// The join token of all services; none where empty.
        var token = ""
        /// The dashboard's token; none where empty.
        var dashboardToken = ""
        /// How much all services log; the orchestrator at `debug`, and the others as by default, where nobody says.
        var logLevel: String?
        /// The folder with the nodes' certificates; no TLS where empty.
        var certificates = ""
        /// What the orchestrator is told of compute, in its place.
        var compute: String?
    }

    let folder: TemporaryFolder
    private let terms: Terms
    private(set) var compute: ServiceProcess
    let computeAddress: String
    private(set) var orchestrator: ServiceProcess
    private(set) var orchestratorAddress: String
    private(set) var trainers: [ServiceProcess] = []

    /// Starts compute, then the orchestrator with `job` and more flags.
    init(job: String, minimumTrainers: Int, flags: [String] = [], terms: Terms = Terms()) async throws {
        folder = try TemporaryFolder()
        self.terms = terms
        try job.write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        compute = try await Self.startCompute(
            "\(terms.computePlace.address):0", faults: terms.computeFaults, token: terms.token,
            certificates: terms.certificates, logLevel: terms.logLevel, by: terms.computePlace.start)
        computeAddress = try field("address", of: try await compute.line("serving"))
        orchestrator = try await Self.startOrchestrator(
            folder, terms.compute ?? computeAddress,
            ["--port", "0", "--min-trainers", "\(minimumTrainers)"] + flags, terms: terms)
        orchestratorAddress = try field("address", of: try await orchestrator.line("waiting for trainers"))
    }

    /// Starts a compute with the data that the repository ships.
    static func startCompute(
        _ address: String, faults: String = "", token: String = "", certificates: String = "", logLevel: String? = nil,
        by start: ServiceProcess.Start = ServiceProcess.init(_:name:_:environment:)
    ) async throws -> ServiceProcess {
        let parts = address.split(separator: ":").map(String.init)
        return try await start(
            "compute", "compute",
            ["--data-root", Products.data, "--host", parts[0], "--port", parts[1], "--health-port", "0"],
            ["PANGEA_FAULTS": faults, "PANGEA_TOKEN": token, "PANGEA_LOG_LEVEL": logLevel ?? ""]
                .merging(tls("compute", in: certificates)) { $1 })
    }

    /// The variables of a node with a certificate; none where there is no folder.
    static func tls(_ node: String, in folder: String) -> [String: String] {
        guard !folder.isEmpty else { return [:] }
        return [
            "PANGEA_TLS_CERTIFICATE": "\(folder)/\(node).pem", "PANGEA_TLS_KEY": "\(folder)/\(node).key",
            "PANGEA_TLS_AUTHORITY": "\(folder)/authority.pem",
        ]
    }

    private static func startOrchestrator(
        _ folder: TemporaryFolder, _ compute: String, _ arguments: [String], terms: Terms
    ) async throws -> ServiceProcess {
        try await terms.orchestratorPlace.start(
            "orchestrator", "orchestrator",
            [
                "\(folder.path)/job.yaml", "--compute", compute, "--run-directory", "\(folder.path)/run",
                "--summary", "\(folder.path)/summary.json", "--log-level", terms.logLevel ?? "debug", "--health-port",
                "0", "--host",
                terms.orchestratorPlace.address,
            ] + arguments,
            [
                "PANGEA_FAULTS": terms.orchestratorFaults, "PANGEA_TOKEN": terms.token,
                "PANGEA_DASHBOARD_TOKEN": terms.dashboardToken,
                "PANGEA_TRACE": terms.isTraced ? CommittedHistory.file(of: "orchestrator", in: folder) : "",
            ].merging(tls("orchestrator", in: terms.certificates)) { $1 })
    }

    /// Starts one more trainer, on the run's compute or another, by the run's orchestrator's address or another, with the
    /// run's join token or another.
    @discardableResult
    func startTrainer(
        orchestrator: String? = nil, compute: String? = nil, faults: String = "", token: String? = nil,
        certificate: String = "trainer", flags: [String] = [],
        by start: ServiceProcess.Start = ServiceProcess.init(_:name:_:environment:)
    ) async throws -> ServiceProcess {
        let name = "trainer-\(trainers.count + 1)"
        let trainer = try await start(
            "trainer", name,
            [
                "--orchestrator", orchestrator ?? orchestratorAddress, "--compute", compute ?? computeAddress,
                "--name", name, "--health-port", "0",
            ] + flags,
            [
                "PANGEA_FAULTS": faults, "PANGEA_TOKEN": token ?? terms.token,
                "PANGEA_LOG_LEVEL": terms.logLevel ?? "",
                "PANGEA_TRACE": terms.isTraced ? CommittedHistory.file(of: name, in: folder) : "",
            ].merging(Self.tls(certificate, in: terms.certificates)) { $1 })
        trainers.append(trainer)
        return trainer
    }

    /// Starts another compute on the same port, when the first one has ended.
    func restartCompute() async throws {
        compute = try await Self.startCompute(
            computeAddress, token: terms.token, certificates: terms.certificates, by: terms.computePlace.start)
        try await compute.line("serving")
    }

    /// Starts another orchestrator on the same run directory and port, when the first one has ended; it waits for all
    /// trainers unless told otherwise, who dial again by themselves.
    func resumeOrchestrator(minimumTrainers: Int? = nil, flags: [String] = []) async throws {
        let port = orchestratorAddress.split(separator: ":").last.map(String.init) ?? ""
        var terms = terms
        terms.orchestratorFaults = ""
        orchestrator = try await Self.startOrchestrator(
            folder, terms.compute ?? computeAddress,
            ["--port", port, "--min-trainers", "\(minimumTrainers ?? trainers.count)"] + Self.resumeArguments + flags,
            terms: terms)
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

    /// Writes the logs of all services, where `PANGEA_TEST_LOGS` names a folder, to one of this name in it.
    func keepLogs(as name: String) {
        guard let folder = ProcessInfo.processInfo.environment["PANGEA_TEST_LOGS"] else { return }
        let place = URL(fileURLWithPath: "\(folder)/\(name)")
        try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for process in [compute, orchestrator] + trainers {
            let log = process.log.joined(separator: "\n") + "\n"
            try? log.write(to: place.appending(path: "\(process.name).log"), atomically: true, encoding: .utf8)
        }
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
