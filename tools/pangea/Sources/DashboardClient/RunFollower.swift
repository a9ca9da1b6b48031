/// Follows a run through its dashboard, over lost connections and restarts.
package struct RunFollower: Sendable {
    /// What it tells.
    package enum Happening: Hashable, Sendable {
        /// All that is known; what was told before is void.
        case began(RunStatus, [TrainerStatus], RunHistory)
        /// What came to it.
        case event(DashboardEvent)
        /// Nothing comes for now, for this reason.
        case lost(String)
    }

    /// Between two attempts.
    package static let pause = Duration.milliseconds(500)

    private let client: DashboardClient
    private let patience: Duration

    /// Follows a dashboard; one that is away for longer than `patience` is given up.
    package init(_ client: DashboardClient, patience: Duration) {
        self.client = client
        self.patience = patience
    }

    /// Calls `take` with what happens, until the run is over; `listen` with each event as the dashboard said it.
    ///
    /// Throws a `DashboardError` where the dashboard is away for too long, or says what isn't understood.
    package func follow(
        listen: (ServerSentEvent) -> Void = { _ in }, _ take: (Happening) -> Void
    ) async throws {
        var lastContact = ContinuousClock.now
        while true {
            do {
                // First: a state that was asked for before could be older than what the events behind this one tell.
                let history = try await client.history()
                let (run, trainers) = (try await client.run(), try await client.trainers())
                lastContact = .now
                take(.began(run, trainers, history))
                guard !run.state.isFinal else { return }
                var isOver = false
                try await client.events(after: history.lastEventId) { text in
                    lastContact = .now
                    listen(text)
                    guard let event = try DashboardEvent(text) else { return true }
                    guard event != .reset else { return false }
                    take(.event(event))
                    if case .run(let run) = event { isOver = run.state.isFinal }
                    return !isOver
                }
                if isOver { return }
            } catch let error as DashboardError where error.mayPass {
                guard .now - lastContact < patience else { throw error }
                take(.lost("\(error)"))
            }
            try await Task.sleep(for: Self.pause)
        }
    }
}

extension DashboardError {
    /// Whether asking again may help.
    fileprivate var mayPass: Bool {
        switch self {
        case .unreachable, .silent: true
        case .refused(_, let status, _): status == 503
        case .address, .tokenRefused, .malformed, .tooLarge: false
        }
    }
}
