internal import Hummingbird
internal import Logging
private import Synchronization

/// Sends one client what happens, as server-sent events, until it goes.
struct EventStream: Sendable {
    let feed: LiveFeed
    /// What the client saw last, as it says; nil where it wants only what is new.
    let seen: EventID?
    /// What comes first: events that only this client gets.
    let start: EventRing.CatchUp
    let terms: StreamTerms
    /// When it ends by itself; nil for never.
    let limit: Duration?
    let cutOff: @Sendable () -> Void
    let logger: Logger

    /// How long a browser waits before it comes again.
    static let retry = "retry: 1000\n\n"

    /// Writes until the client is gone, the feed is closed, or time is up.
    ///
    /// A client that takes nothing for too long is cut off.
    func write(to writer: inout any ResponseBodyWriter, from seat: LiveFeed.Seat) async throws {
        let writingSince = WritingSince()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch(writingSince) }
            if let limit {
                group.addTask {
                    try await Task.sleep(for: limit)
                    feed.leave(seat)
                }
            }
            defer { group.cancelAll() }
            try await send(to: &writer, from: seat, noting: writingSince)
        }
        try await writer.finish(nil)
    }

    private func send(
        to writer: inout any ResponseBodyWriter, from seat: LiveFeed.Seat, noting writingSince: WritingSince
    ) async throws {
        func write(_ text: String) async throws {
            writingSince.begin()
            try await writer.write(ByteBuffer(string: text))
            writingSince.end()
        }
        var number = try await begin(write)
        var lastWrite = ContinuousClock.now
        for await _ in seat.bell {
            switch feed.behind(EventID(process: feed.process, number: number)) {
            case .events(let entries) where entries.isEmpty:
                guard .now - lastWrite >= terms.heartbeat else { continue }
                try await write(": still here\n\n")
            case .events(let entries):
                for entry in entries { try await write(text(entry)) }
                number = entries.last?.number ?? number
            case .reset(let newest):
                try await write(reset(newest))
                number = newest
            }
            lastWrite = .now
        }
    }

    /// Sends what is missed; returns the number of the last event.
    private func begin(_ write: (String) async throws -> Void) async throws -> UInt64 {
        try await write(Self.retry)
        switch start {
        case .events(let entries):
            for entry in entries { try await write(text(entry)) }
            return entries.last?.number ?? seen?.number ?? 0
        case .reset(let newest):
            try await write(reset(newest))
            return newest
        }
    }

    private func text(_ entry: EventRing.Entry) -> String {
        entry.event.text(id: EventID(process: feed.process, number: entry.number))
    }

    private func reset(_ newest: UInt64) -> String {
        LiveEvent(.reset, data: "{}").text(id: EventID(process: feed.process, number: newest))
    }

    /// Cuts the client off once one write takes too long.
    private func watch(_ writingSince: WritingSince) async throws {
        while true {
            try await Task.sleep(for: terms.patience / 4)
            guard let time = writingSince.time, .now - time > terms.patience else { continue }
            logger.notice("a client that follows the run is too slow; it is cut off")
            return cutOff()
        }
    }
}

/// Since when a write is under way.
private final class WritingSince: Sendable {
    private let since = Mutex<ContinuousClock.Instant?>(nil)

    var time: ContinuousClock.Instant? { since.withLock { $0 } }

    func begin() { since.withLock { $0 = .now } }

    func end() { since.withLock { $0 = nil } }
}
