package import Datasets
internal import Foundation
package import Hosting
package import Logging
internal import ServiceLifecycle
internal import Telemetry
package import Transport
package import WireProtocol

internal import enum Schemas.Role

/// Serves the data below one folder until it is asked to stop.
package struct ComputeService: Service {
    /// The condition of readiness that holds while clients are served.
    package static let serving = "serving"
    /// What clients are given to end when the service is asked to stop.
    package static let farewellTimeout = Duration.seconds(1)

    /// Bytes of requests of one client that nobody has looked at: hundreds of them.
    static let requestQueueBytes = 256 << 10
    /// Bytes of answers that wait to be written to one client; a larger one waits alone.
    static let answerQueueBytes = 1 << 20

    package let dataRoot: String
    package let limits: DatasetLimits
    package let listen: Address
    /// What who connects has to prove, if anything.
    package let admission: AdmissionTerms?
    package let identity: PeerIdentity
    package let readiness: Readiness
    package let metrics: ComputeMetrics
    package let ports: BoundPorts
    package let logger: Logger
    private let onListening: @Sendable (Address) -> Void

    package init(
        dataRoot: String, limits: DatasetLimits = DatasetLimits(), listen: Address, admission: AdmissionTerms? = nil,
        identity: PeerIdentity, readiness: Readiness,
        metrics: ComputeMetrics = ComputeMetrics(in: MetricRegistry()), ports: BoundPorts,
        logger: Logger, onListening: @escaping @Sendable (Address) -> Void = { _ in }
    ) {
        self.dataRoot = dataRoot
        self.limits = limits
        self.listen = listen
        self.admission = admission
        self.identity = identity
        self.readiness = readiness
        self.metrics = metrics
        self.ports = ports
        self.logger = logger
        self.onListening = onListening
    }

    /// Runs until the service group shuts down.
    ///
    /// Throws a `ServiceFailure` where the folder can't be read or the port can't be had.
    package func run() async throws {
        do {
            _ = try FileManager.default.contentsOfDirectory(atPath: dataRoot)
        } catch {
            throw ServiceFailure(.badInput, "--data-root \(dataRoot): expected a folder that can be read", cause: error)
        }
        let listener: Listener
        var transport = TransportLimits()
        transport.inboundQueueBytes = Self.requestQueueBytes
        transport.idleFrameBytes = Self.requestQueueBytes
        transport.outboundQueueBytes = Self.answerQueueBytes
        do {
            listener = try await Listener.bind(
                to: listen,
                options: try HeartbeatTerms.options(limits: transport, admission: admission, meter: metrics.traffic)
                    .expecting(.trainer, .orchestrator),
                logger: logger)
        } catch {
            throw ServiceFailure(.unavailable, "can't serve data", cause: error)
        }
        let session = ClientSession(
            store: DatasetStore(
                root: dataRoot, limits: limits, cores: ProcessInfo.processInfo.activeProcessorCount, metrics: metrics,
                logger: logger),
            gatherer: BatchGatherer(orders: EpochOrders()), identity: identity, metrics: metrics,
            log: PeerLog(logger))
        logger.info("serving", metadata: ["dataRoot": "\(dataRoot)", "address": "\(listener.address)"])
        try ports.note("port", port: listener.address.port)
        readiness.meet(Self.serving)
        onListening(listener.address)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run { try await session.serve($0) } }
            group.addTask {
                try? await gracefulShutdown()
                readiness.fail(Self.serving, reason: "stopping")
                listener.stop()
                try? await Task.sleep(for: Self.farewellTimeout)
            }
            _ = await group.next()
            group.cancelAll()
        }
    }
}
