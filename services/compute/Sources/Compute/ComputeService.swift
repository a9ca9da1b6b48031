internal import Foundation
internal import Hosting
internal import Logging
internal import ServiceLifecycle
internal import Transport
internal import WireProtocol

/// Serves the data below one folder until it is asked to stop.
struct ComputeService: Service {
    /// The condition of readiness that holds while clients are served.
    static let serving = "serving"
    /// What clients are given to end when the service is asked to stop.
    static let farewellTimeout = Duration.seconds(1)

    let dataRoot: String
    let listen: Address
    let identity: PeerIdentity
    let readiness: Readiness
    let ports: BoundPorts
    let logger: Logger

    /// Runs until the service group shuts down.
    ///
    /// Throws a `ServiceFailure` where the folder can't be read or the port can't be had.
    func run() async throws {
        do {
            _ = try FileManager.default.contentsOfDirectory(atPath: dataRoot)
        } catch {
            throw ServiceFailure(.badInput, "--data-root \(dataRoot): expected a folder that can be read", cause: error)
        }
        let listener: Listener
        do {
            listener = try await Listener.bind(to: listen, options: try HeartbeatTerms.options(), logger: logger)
        } catch {
            throw ServiceFailure(.unavailable, "can't serve data", cause: error)
        }
        let session = ClientSession(
            store: DatasetStore(
                root: dataRoot, cores: ProcessInfo.processInfo.activeProcessorCount, logger: logger),
            gatherer: BatchGatherer(orders: EpochOrders()), identity: identity, logger: logger)
        logger.info("serving", metadata: ["dataRoot": "\(dataRoot)", "address": "\(listener.address)"])
        try ports.note("port", port: listener.address.port)
        readiness.meet(Self.serving)
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
