import Synchronization
import Transport

/// The connections that a listener has accepted, in order.
final class AcceptedConnections: Sendable {
    private let all = Mutex<[Connection]>([])
    private let stream: AsyncStream<Connection>
    private let continuation: AsyncStream<Connection>.Continuation

    init() {
        (stream, continuation) = AsyncStream<Connection>.makeStream()
    }

    func add(_ connection: Connection) {
        all.withLock { $0.append(connection) }
        continuation.yield(connection)
    }

    /// Waits for the next one.
    func next() async throws -> Connection {
        for await connection in stream { return connection }
        throw TooLate(description: "no connection came")
    }

    func abortAll() {
        for connection in all.withLock({ $0 }) { connection.abort() }
    }
}
