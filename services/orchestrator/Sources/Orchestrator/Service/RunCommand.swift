internal import Admission
internal import ArgumentParser
internal import Dashboard
internal import Foundation
internal import Hosting
internal import JobFile
internal import Logging
internal import Telemetry
internal import Transport
internal import WireProtocol

internal import enum Schemas.Role

/// `orchestrator JOB`: a whole run.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Train a job; what is done where no subcommand is given.",
        discussion: """
            Reads the job file, has compute open the data, takes up trainers as they come, and ends with a summary: \
            one line of JSON, the last one on standard output. The result depends on the job file alone, not on the \
            trainers.

              orchestrator examples/digits.yaml --compute 127.0.0.1:7102 --run-directory run/digits

            SIGINT and SIGTERM write a checkpoint and stop; --resume auto goes on from it. Every flag is read from the \
            environment too: --compute from PANGEA_COMPUTE, and so on; the job file from PANGEA_JOB.
            """)

    @Argument(help: "The job file, YAML.")
    var job: String

    @Option(
        name: .customLong("compute"),
        help: "Where compute listens, host:port; several, by commas, are held against each other.")
    var computeAddresses: String

    @Option(help: "Address to listen on for trainers.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on for trainers; 0 takes any free one.")
    var port = 7101

    @Option(help: "Folder for checkpoints, the model and the summary; made where it doesn't exist.")
    var runDirectory: String

    @Option(help: "Trainers to wait for before the first step.")
    var minTrainers = 1

    @Option(help: "Seconds for which compute may be out of reach before the run begins.")
    var patience = 60

    @Option(
        help: """
            What to do about a run in the run directory: never touch one, auto go on with its newest whole checkpoint or \
            begin where there is none, always go on.
            """)
    var resume = ResumePolicy.never

    @Flag(help: "Stay when the run is over, until SIGINT or SIGTERM.")
    var stay = false

    @Option(help: "File that gets the summary as well.")
    var summary: String?

    @OptionGroup var join: JoinOptions
    @OptionGroup var exposure: ExposureOptions
    @OptionGroup var dashboard: DashboardOptions
    @OptionGroup var lifeline: LifelineOptions
    @OptionGroup var health: HealthOptions
    @OptionGroup var logging: LoggingOptions

    /// Checks what ArgumentParser can't.
    func validate() throws {
        do {
            _ = try Address.list(parsing: computeAddresses)
            _ = try Address(host: host, port: port)
        } catch {
            throw ValidationError("\(error)")
        }
        guard minTrainers >= 1 else {
            throw ValidationError("--min-trainers: expected at least 1, got \(minTrainers)")
        }
        guard patience >= 1 else { throw ValidationError("--patience: expected at least 1 second, got \(patience)") }
    }

    /// Runs until the run is over.
    ///
    /// Exits with a status of `ExitStatus`.
    func run() async throws {
        let logger = logging.logger(for: "orchestrator")
        let readiness = Readiness(conditions: [OrchestratorService.serving: "the data isn't open yet"])
        let ports = BoundPorts(path: health.portsFile, expecting: expectedPorts)
        let options: OrchestratorService.Options
        let dashboardToken: DashboardToken?
        do {
            options = try serviceOptions(logger)
            dashboardToken = try dashboard.token.token()
            if dashboard.port != nil { try exposure.require(dashboardToken, toServeDashboardOn: dashboard.host) }
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logger).rawValue)
        }
        let journal = RunJournal()
        let registry = MetricRegistry()
        ProcessMetrics.register(in: registry)
        VolumeMetrics.register("pangea_run_directory", folder: runDirectory, in: registry)
        let service = OrchestratorService(
            options: options,
            identity: PeerIdentity(
                role: .orchestrator, name: "orchestrator", capabilities: .ofThisMachine()),
            readiness: readiness, metrics: RunMetrics(in: registry), journal: journal, ports: ports, logger: logger,
            output: { FileHandle.standardOutput.write(Data(($0 + "\n").utf8)) })
        let status = await ServiceRunner.run(
            main: service,
            helpers: [
                Lifeline(options: lifeline, logger: logger),
                HealthServer(
                    options: health, readiness: readiness, metrics: registry, ports: ports, logger: logger),
                DashboardServer(
                    options: dashboard, token: dashboardToken, journal: journal,
                    metrics: DashboardMetrics(in: registry), ports: ports, logger: logger),
            ],
            logger: logger)
        throw ArgumentParser.ExitCode(status.rawValue)
    }

    private var expectedPorts: Set<String> {
        var names: Set<String> = ["port"]
        if health.port != nil { names.insert("health") }
        if dashboard.port != nil { names.insert("dashboard") }
        return names
    }

    private func serviceOptions(_ logger: Logger) throws -> OrchestratorService.Options {
        let credentials = try join.credentials()
        try exposure.require(credentials, toListenOn: host)
        return OrchestratorService.Options(
            job: try Job.read(job), jobFile: job, compute: try Address.list(parsing: computeAddresses),
            listen: try Address(host: host, port: port),
            admission: try credentials.map { try AdmissionTerms($0, logger: logger) }, runDirectory: runDirectory,
            minimumTrainers: minTrainers, patience: .seconds(patience), resume: resume, stay: stay, summaryFile: summary
        )
    }
}
