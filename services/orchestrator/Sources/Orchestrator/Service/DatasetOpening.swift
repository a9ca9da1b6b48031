internal import Datasets
internal import Hosting
internal import Logging
internal import Transport
internal import WireProtocol

internal import enum Schemas.FailureCode

/// Has compute open the run's data, trying again while compute can't be reached.
struct DatasetOpening: Sendable {
    let compute: Address
    let options: ConnectionOptions
    let identity: PeerIdentity
    /// For how long compute may be out of reach.
    let patience: Duration
    let logger: Logger

    /// What compute found.
    ///
    /// Throws a `ServiceFailure`: `.badInput` where the data isn't as described, `.unavailable` where compute can't be
    /// reached within the patience.
    func open(_ data: DataDescription) async throws -> DatasetDescription {
        let started = ContinuousClock.now
        var backoff = Backoff()
        var generator = SystemRandomNumberGenerator()
        while true {
            do {
                return try await attempt(data)
            } catch let failure as ProtocolFailure where failure.code != .stopping && failure.code != .overloaded {
                throw ServiceFailure(.badInput, "opening the data at \(compute)", cause: failure)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                guard ContinuousClock.now - started < patience else {
                    throw ServiceFailure(
                        .unavailable, "compute at \(compute): not reached in \(patience)", cause: error)
                }
                logger.info("waiting for compute", metadata: ["address": "\(compute)", "reason": "\(error)"])
            }
            try await Task.sleep(for: backoff.next(using: &generator))
        }
    }

    private func attempt(_ data: DataDescription) async throws -> DatasetDescription {
        try await Dialer(options: options).withConnection(to: compute) { connection in
            let client = ComputeClient(try await Conversation.open(on: connection, as: identity, with: .compute))
            return try await withThrowingTaskGroup(of: DatasetDescription?.self) { group in
                group.addTask {
                    try await client.run()
                    return nil
                }
                group.addTask { try await client.open(data, expected: nil) }
                defer { group.cancelAll() }
                while let description = try await group.next() {
                    if let description { return description }
                }
                throw CancellationError()
            }
        }
    }
}
