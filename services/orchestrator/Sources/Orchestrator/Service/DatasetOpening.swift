internal import Datasets
internal import Hosting
internal import Logging
internal import Transport
internal import WireProtocol

/// Has compute open the run's data, trying again while compute can't be reached.
struct DatasetOpening: Sendable {
    /// Its replicas, in the order in which they are asked.
    let compute: [Address]
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
        let supply = ComputeSupply(
            replicas: compute, data: data, expected: nil, patience: patience, options: options, identity: identity,
            logger: logger)
        let addresses = compute.map(String.init(describing:)).joined(separator: ", ")
        do {
            return try await dataset(of: supply)
        } catch is CancellationError {
            throw CancellationError()
        } catch  where ReplicaRotation.refusal(error) != nil {
            throw ServiceFailure(.badInput, "opening the data at \(addresses)", cause: error)
        } catch {
            throw ServiceFailure(.unavailable, "compute at \(addresses): not reached in \(patience)", cause: error)
        }
    }

    private func dataset(of supply: ComputeSupply) async throws -> DatasetDescription {
        try await withThrowingTaskGroup(of: DatasetDescription?.self) { group in
            group.addTask {
                try await supply.run()
                return nil
            }
            group.addTask { try await supply.dataset() }
            defer { group.cancelAll() }
            while let dataset = try await group.next() {
                if let dataset { return dataset }
            }
            throw CancellationError()
        }
    }
}
