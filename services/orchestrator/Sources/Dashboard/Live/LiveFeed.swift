private import Synchronization

/// Where events are put for all who watch, and where each of them looks for more.
///
/// At most ``mostClients`` at a time; see ``EventRing`` for what is held for them.
package final class LiveFeed: Sendable {
    /// The most clients at a time.
    package static let mostClients = 64

    /// A client's place: what it saw last, and what wakes it.
    package struct Seat: Sendable {
        /// Rings when there may be more; ends when the feed is closed.
        package let bell: AsyncStream<Void>
        fileprivate let key: UInt64
    }

    private struct State {
        var ring: EventRing
        var bells: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var nextKey: UInt64 = 0
        var isClosed = false
    }

    /// Names this process in event ids.
    package let process: String
    private let state: Mutex<State>

    /// A feed of a process that is told apart from others by its name, letters and digits.
    package init(process: String, ring: EventRing = EventRing()) {
        self.process = process
        state = Mutex(State(ring: ring))
    }

    /// The newest event's id.
    package var newest: EventID { EventID(process: process, number: state.withLock { $0.ring.newest }) }

    /// Clients now.
    package var clientCount: Int { state.withLock { $0.bells.count } }

    /// Puts events behind the others, and wakes all clients.
    package func publish(_ events: [LiveEvent]) {
        let bells = state.withLock { state in
            for event in events { state.ring.append(event) }
            return state.bells.values
        }
        for bell in bells { bell.yield() }
    }

    /// Wakes all clients, so that they show that they are there.
    package func wake() { publish([]) }

    /// Takes a client up; nil where there are too many.
    ///
    /// One that comes when the feed is closed still gets what it missed.
    package func sit() -> Seat? {
        let (bell, ringer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return state.withLock { state in
            guard state.bells.count < Self.mostClients else { return nil }
            state.nextKey += 1
            // It looks once before it waits.
            ringer.yield()
            if state.isClosed { ringer.finish() } else { state.bells[state.nextKey] = ringer }
            return Seat(bell: bell, key: state.nextKey)
        }
    }

    /// Lets a client go.
    package func leave(_ seat: Seat) {
        state.withLock { $0.bells.removeValue(forKey: seat.key) }?.finish()
    }

    /// What a client that has seen an event is to be sent; one of another process has seen nothing.
    package func behind(_ id: EventID?) -> EventRing.CatchUp {
        state.withLock { state in
            guard let id, id.process == process else { return .reset(to: state.ring.newest) }
            return state.ring.behind(id.number)
        }
    }

    /// No more comes: clients are let go.
    package func close() {
        let bells = state.withLock { state in
            state.isClosed = true
            defer { state.bells.removeAll() }
            return state.bells.values
        }
        for bell in bells { bell.finish() }
    }
}
