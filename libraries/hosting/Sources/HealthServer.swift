internal import Hummingbird
public import Logging
public import ServiceLifecycle
public import Telemetry

/// Answers `/healthz` (the process lives), `/readyz` (it can do its work; else 503 with what is missing) and `/metrics`
/// (in Prometheus's text format).
public struct HealthServer: Service {
    private let options: HealthOptions
    private let readiness: Readiness
    private let metrics: MetricRegistry
    private let ports: BoundPorts
    private let logger: Logger
    private let onListening: @Sendable (Int) -> Void

    /// Creates a server that tells its port to `ports` under the name `health`.
    ///
    /// Calls `onListening` with the port once it listens.
    public init(
        options: HealthOptions, readiness: Readiness, metrics: MetricRegistry, ports: BoundPorts,
        logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.options = options
        self.readiness = readiness
        self.metrics = metrics
        self.ports = ports
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until the service group shuts down.
    ///
    /// Throws where the port can't be bound.
    public func run() async throws {
        guard let port = options.port else {
            try await gracefulShutdown()
            return
        }
        let router = Router()
        router.get("healthz") { _, _ in "ok\n" }
        router.get("readyz") { [readiness] _, _ -> EditedResponse<String> in
            let missing = readiness.missing
            return missing.isEmpty
                ? EditedResponse(status: .ok, response: "ready\n")
                : EditedResponse(status: .serviceUnavailable, response: missing.joined(separator: "\n") + "\n")
        }
        router.get("metrics") { [metrics] _, _ in
            EditedResponse(
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"], response: metrics.exposition())
        }
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname(options.host, port: port)),
            onServerRunning: { [options, ports, logger, onListening] channel in
                guard let port = channel.localAddress?.port else { return }
                logger.info("health is served", metadata: ["address": "\(options.host):\(port)"])
                do {
                    try ports.note("health", port: port)
                } catch {
                    logger.error("\(error)")
                }
                onListening(port)
            },
            logger: quiet)
        do {
            try await application.run()
        } catch {
            throw ServiceFailure(.unavailable, "can't serve health on \(options.host):\(port)", cause: error)
        }
    }
}
