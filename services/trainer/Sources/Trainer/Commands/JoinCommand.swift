internal import ArgumentParser
internal import Foundation
internal import Hosting
internal import Learning
internal import Logging
internal import Telemetry
internal import Transport
internal import WireProtocol

internal import enum Schemas.Role

/// `trainer`: takes part in a run.
struct JoinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "Compute gradients for a run; what is done where no subcommand is given.",
        discussion: """
            A trainer needs nothing but addresses: the orchestrator tells it what to train, compute gives it the data. \
            Start as many as you like, whenever you like, on any machine that reaches both; stop them at any time. \
            The run's result doesn't depend on them.

              trainer --orchestrator 127.0.0.1:7101 --compute 127.0.0.1:7102

            Every flag is read from the environment too: --orchestrator from PANGEA_ORCHESTRATOR, and so on.
            """)

    @Option(name: .customLong("orchestrator"), help: "Where the orchestrator listens, host:port.")
    var orchestratorAddress: String

    @Option(
        name: .customLong("compute"),
        help: "Where compute listens, host:port; several, by commas, are asked in this order.")
    var computeAddresses: String

    @Option(help: "This trainer's name in logs and summaries; the host's name and the process id if not given.")
    var name: String?

    @Option(help: "Seconds without a run, or without any compute, after which the trainer gives up.")
    var patience: Int = 60

    @OptionGroup var join: JoinOptions
    @OptionGroup var lifeline: LifelineOptions
    @OptionGroup var health: HealthOptions
    @OptionGroup var logging: LoggingOptions

    /// Checks what ArgumentParser can't.
    func validate() throws {
        do {
            _ = try Address(parsing: orchestratorAddress)
            _ = try Address.list(parsing: computeAddresses)
        } catch {
            throw ValidationError("\(error)")
        }
        guard patience >= 1 else { throw ValidationError("--patience: expected at least 1 second, got \(patience)") }
    }

    /// Trains until the run is over.
    ///
    /// Exits with a status of `ExitStatus`.
    func run() async throws {
        let name = name ?? "\(ProcessInfo.processInfo.hostName)-\(ProcessInfo.processInfo.processIdentifier)"
        var logger = logging.logger(for: "trainer")
        logger[metadataKey: "name"] = "\(name)"
        let admission: AdmissionTerms?
        do {
            admission = try join.credentials().map { try AdmissionTerms($0, logger: logger) }
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logger).rawValue)
        }
        let readiness = Readiness(conditions: [TrainerService.membership: "not a member of a run yet"])
        let ports = BoundPorts(path: health.portsFile, expecting: health.port == nil ? [] : ["health"])
        let identity = PeerIdentity(
            role: .trainer, name: name,
            capabilities: .ofThisMachine(blasKernel: Numerics.inForce().blasKernel))
        let registry = MetricRegistry()
        ProcessMetrics.register(in: registry)
        let metrics = TrainerMetrics(in: registry)
        let session = TrainerSession(
            identity: identity, orchestrator: try Address(parsing: orchestratorAddress),
            compute: try Address.list(parsing: computeAddresses), patience: .seconds(patience),
            options: try HeartbeatTerms.options(admission: admission, meter: metrics.traffic), readiness: readiness,
            metrics: metrics, logger: logger)
        let status = await ServiceRunner.run(
            main: TrainerService(
                session: session, patience: .seconds(patience), readiness: readiness, logger: logger),
            helpers: [
                Lifeline(options: lifeline, logger: logger),
                HealthServer(
                    options: health, readiness: readiness, metrics: registry, ports: ports, logger: logger),
            ],
            logger: logger)
        throw ArgumentParser.ExitCode(status.rawValue)
    }
}
