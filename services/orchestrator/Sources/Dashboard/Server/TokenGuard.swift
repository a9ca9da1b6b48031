internal import Admission
internal import HTTPTypes
internal import Hummingbird
internal import Logging
private import Synchronization
internal import Telemetry

/// Stands behind ``OriginGuard``, before everything: answers only those who show the token, whatever they ask for.
struct TokenGuard: RouterMiddleware {
    typealias Context = DashboardContext

    /// Between two lines about the same kind of refusal.
    static let lineInterval = Duration.seconds(1)

    private let token: DashboardToken
    private let metrics: DashboardMetrics
    private let logger: Logger
    private let limits = LineLimits()

    init(token: DashboardToken, metrics: DashboardMetrics, logger: Logger) {
        self.token = token
        self.metrics = metrics
        self.logger = logger
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let shown = ShownToken(authorization: request.headers[.authorization])
        guard let shown, token.isEqual(to: shown.bytes) else {
            let reason = shown == nil ? LookRefusal.noToken : .wrongToken
            note(reason, of: context.peer)
            throw Refusal.token(reason)
        }
        return try await next(request, context)
    }

    private func note(_ reason: LookRefusal, of peer: String) {
        metrics.refusals[reason].add()
        guard let skipped = limits.take(reason, at: .now) else { return }
        // A browser shows nothing before it was asked to.
        logger.log(
            level: reason == .noToken ? .debug : .notice, "not admitted to the dashboard",
            metadata: [
                "peer": "\(peer)", "reason": "\(Refusal.token(reason))", "skipped": "\(skipped)",
            ])
    }
}

/// One limit for each kind of refusal.
private final class LineLimits: Sendable {
    private let limits = Mutex<[LookRefusal: LineLimit]>([:])

    func take(_ reason: LookRefusal, at now: ContinuousClock.Instant) -> Int? {
        limits.withLock { $0[reason, default: LineLimit(interval: TokenGuard.lineInterval)].take(at: now) }
    }
}
