public import ArgumentParser
internal import Datasets
internal import Hosting
internal import Logging
internal import Telemetry
internal import Transport
internal import WireProtocol

internal import enum Schemas.Role

/// The command line of compute.
public struct ComputeCommand: AsyncParsableCommand {
    /// For `--help`.
    public static let configuration = CommandConfiguration(
        commandName: "compute",
        abstract: "Owns the data of Pangea: reads, preprocesses and serves micro-batches.",
        discussion: """
            The orchestrator says which files below the data root make up a run's data; trainers ask for micro-batches \
            of it. Nothing outside the data root is ever read, and no state of a run is kept: it can be restarted at \
            any time.

              compute --data-root examples/data

            Every flag is read from the environment too: --data-root from PANGEA_DATA_ROOT, and so on.

            Exit codes: 0 stopped on request; 64 wrong usage; 65 the data root is no folder; 69 the port can't be had; \
            70 a fault of this program.
            """)

    @Option(help: "The folder below which all data is.")
    var dataRoot: String

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes any free one.")
    var port = 7102

    @Option(help: "MiB that one gzip file may expand to.")
    var expansionLimit = 2048

    @OptionGroup var join: JoinOptions
    @OptionGroup var exposure: ExposureOptions
    @OptionGroup var lifeline: LifelineOptions
    @OptionGroup var health: HealthOptions
    @OptionGroup var logging: LoggingOptions

    /// For ArgumentParser.
    public init() {}

    /// Checks what ArgumentParser can't.
    public func validate() throws {
        do {
            _ = try Address(host: host, port: port)
        } catch {
            throw ValidationError("\(error)")
        }
        guard (1...1 << 20).contains(expansionLimit) else {
            throw ValidationError("--expansion-limit: expected 1 to \(1 << 20) MiB, got \(expansionLimit)")
        }
    }

    /// Serves until asked to stop.
    ///
    /// Exits with a status of `ExitStatus`.
    public func run() async throws {
        let logger = logging.logger(for: "compute")
        let readiness = Readiness(conditions: [ComputeService.serving: "not listening yet"])
        let ports = BoundPorts(
            path: health.portsFile, expecting: health.port == nil ? ["port"] : ["port", "health"])
        let admission: AdmissionTerms?
        do {
            let credentials = try join.credentials()
            try exposure.require(credentials, toListenOn: host)
            admission = try credentials.map { try AdmissionTerms($0, logger: logger) }
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logger).rawValue)
        }
        let registry = MetricRegistry()
        ProcessMetrics.register(in: registry)
        let service = ComputeService(
            dataRoot: dataRoot, limits: DatasetLimits(expandedFileBytes: expansionLimit << 20),
            listen: try Address(host: host, port: port), admission: admission,
            identity: PeerIdentity(role: .compute, name: "compute", capabilities: .ofThisMachine()),
            readiness: readiness, metrics: ComputeMetrics(in: registry), ports: ports, logger: logger)
        let status = await ServiceRunner.run(
            main: service,
            helpers: [
                Lifeline(options: lifeline, logger: logger),
                HealthServer(
                    options: health, readiness: readiness, metrics: registry, ports: ports, logger: logger),
            ],
            logger: logger)
        throw ArgumentParser.ExitCode(status.rawValue)
    }
}
