internal import Datasets
internal import Transport
internal import WireProtocol

internal import enum Schemas.FailureCode
internal import enum Schemas.Role

/// How a replica of compute is met, and asked to open the run's data.
struct ReplicaVisit: Sendable {
    let data: DataDescription
    let options: ConnectionOptions
    let identity: PeerIdentity

    /// What a replica finds the data to be.
    ///
    /// Throws a `ProtocolFailure` where it can't open it, and a `TransportError` or `DeadlineExceeded` where it isn't
    /// reached.
    func open(at replica: Address) async throws -> DatasetDescription {
        try await visit(replica) { $0 }
    }

    /// Stays with a replica for as long as it is there; `onOpening` is told what it finds the data to be.
    ///
    /// Throws, always, why it is no longer there, or as `open(at:)` does.
    func stay(at replica: Address, onOpening: @escaping @Sendable (DatasetDescription) async -> Void) async throws {
        _ = try await visit(replica) { dataset -> DatasetDescription? in
            await onOpening(dataset)
            return nil
        }
    }

    /// Ends with what `body` makes of the opened data, or where that is nil with the connection.
    private func visit<Value: Sendable>(
        _ replica: Address, _ body: @escaping @Sendable (DatasetDescription) async -> Value?
    ) async throws -> Value {
        try await Dialer(options: options.expecting(.compute)).withConnection(to: replica) { connection in
            let client = ComputeClient(try await Conversation.open(on: connection, as: identity, with: .compute))
            return try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    try await client.run()
                    throw ProtocolFailure(.stopping, "compute ended the conversation")
                }
                group.addTask { await body(try await client.open(data, expected: nil)) }
                defer { group.cancelAll() }
                while let value = try await group.next() {
                    if let value { return value }
                }
                throw CancellationError()
            }
        }
    }
}
