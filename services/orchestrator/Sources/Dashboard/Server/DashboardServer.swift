package import Admission
internal import Foundation
package import Hosting
internal import Hummingbird
package import Logging
internal import ServiceLifecycle

/// Serves the dashboard and its JSON API: `docs/dashboard.md` and `/api/v1/openapi.json` describe both.
package struct DashboardServer: Service {
    /// How often what is new is published.
    package static let interval = Duration.milliseconds(100)

    private let options: DashboardOptions
    private let token: DashboardToken?
    private let metrics: DashboardMetrics
    let journal: RunJournal
    let terms: StreamTerms
    private let ports: BoundPorts
    let logger: Logger
    private let onListening: @Sendable (Int) -> Void

    /// Creates a server that tells its port to `ports` under the name `dashboard`.
    ///
    /// Where there is a token, only those are answered who show it. Calls `onListening` with the port once it listens.
    package init(
        options: DashboardOptions, token: DashboardToken?, journal: RunJournal, terms: StreamTerms = StreamTerms(),
        metrics: DashboardMetrics, ports: BoundPorts, logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.options = options
        self.token = token
        self.metrics = metrics
        self.journal = journal
        self.terms = terms
        self.ports = ports
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until the service group shuts down.
    ///
    /// Throws a `ServiceFailure` where the port can't be bound.
    package func run() async throws {
        guard let port = options.port else {
            try await gracefulShutdown()
            return
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await publish() }
                defer { group.cancelAll() }
                try await withGracefulShutdownHandler {
                    try await application(port: port).run()
                } onGracefulShutdown: { [journal] in
                    // Those who follow the run are told the last of it, or the server would wait for them.
                    journal.publish()
                    journal.feed.close()
                }
            }
        } catch {
            throw ServiceFailure(
                .unavailable, "can't serve the dashboard on \(options.host):\(port)", cause: error)
        }
    }

    private func publish() async {
        while (try? await Task.sleep(for: Self.interval)) != nil {
            journal.publish()
            journal.feed.wake()
        }
    }

    private func application(port: Int) -> some ApplicationProtocol {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router(),
            configuration: .init(address: .hostname(options.host, port: port)),
            onServerRunning: { [options, ports, logger, onListening] channel in
                guard let port = channel.localAddress?.port else { return }
                logger.info("the dashboard is served", metadata: ["address": "http://\(options.host):\(port)"])
                do {
                    try ports.note("dashboard", port: port)
                } catch {
                    logger.error("\(error)")
                }
                onListening(port)
            },
            logger: quiet)
    }

    private func router() -> Router<DashboardContext> {
        let router = Router(context: DashboardContext.self, options: .autoGenerateHeadEndpoints)
        let names = AdmittedNames(servedOn: options.host, asked: options.admittedNames)
        router.add(middleware: OriginGuard(names: names, logger: logger))
        if let token { router.add(middleware: TokenGuard(token: token, metrics: metrics, logger: logger)) }
        for file in Page.files {
            router.get(RouterPath(file.path)) { _, _ in file.response }
        }
        router.get("/api/v1/run") { [journal] _, _ in Response.json(Answer.json(journal.run)) }
        router.get("/api/v1/trainers") { [journal] _, _ in Response.json(Answer.json(journal.trainers)) }
        router.get("/api/v1/history") { [journal] _, _ in Response.json(Answer.json(journal.historyAnswer)) }
        router.get("/api/v1/checkpoints") { [journal] _, _ in Response.json(Answer.json(journal.checkpoints)) }
        router.get("/api/v1/checkpoints/:name") { request, context in
            try await download(context.parameters.get("name") ?? "", in: context)
        }
        router.get("/api/v1/events") { request, context in try follow(request, in: context) }
        return router
    }
}
