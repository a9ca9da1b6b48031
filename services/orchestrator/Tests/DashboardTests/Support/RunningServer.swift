import Admission
import Dashboard
import Foundation
import Hosting
import Logging
import ServiceLifecycle
import Synchronization
import Telemetry

/// Serves a journal while `body` runs, to those who show `token` if there is one.
func withServer(
    _ journal: RunJournal, flags: [String] = [], token: String? = nil, terms: StreamTerms = StreamTerms(),
    metrics: MetricRegistry = MetricRegistry(),
    log: AsyncStream<String>.Continuation? = nil,
    _ body: @escaping @Sendable (Client) async throws -> Void
) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let quiet = Logger(label: "test") { _ in Listener(log: log) }
    let server = DashboardServer(
        options: try DashboardOptions.parse(["--dashboard-port", "0"] + flags),
        token: try token.map { try DashboardToken($0) }, journal: journal, terms: terms,
        metrics: DashboardMetrics(in: metrics), ports: BoundPorts(path: nil, expecting: []), logger: quiet,
        onListening: { port.yield($0) })
    let main = Body {
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { throw CancellationError() }
        try await body(Client(port: port))
    }
    let status = await ServiceRunner.run(main: main, helpers: [server], logger: quiet)
    if let error = main.error.withLock({ $0 }) { throw error }
    if status != .done { throw Client.Broken(what: "the server ended with \(status)") }
}

private final class Body: Service {
    let error = Mutex<(any Error)?>(nil)
    private let body: @Sendable () async throws -> Void

    init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

    func run() async throws {
        do {
            try await body()
        } catch {
            self.error.withLock { $0 = error }
            throw error
        }
    }
}

/// Passes on what is logged.
private struct Listener: LogHandler {
    let log: AsyncStream<String>.Continuation?
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        log?.yield("\(event.message)" + pairs.joined())
    }
}
