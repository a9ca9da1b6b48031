internal import Datasets
internal import Hosting
internal import Logging
internal import Transport
internal import WireProtocol

/// Has every replica of compute open the run's data, before the run begins, and finds out what the run's data is.
struct DatasetOpening: Sendable {
    /// How long the others are waited for when the first replica has answered.
    static let grace = Duration.seconds(10)

    /// In the order in which they are asked.
    let compute: [Address]
    let options: ConnectionOptions
    let identity: PeerIdentity
    /// For how long all of compute may be out of reach.
    let patience: Duration
    let logger: Logger

    private enum Report {
        case opened(Address, DatasetDescription)
        case failed(Address, any Error)
        case graceIsOver
        case patienceIsOver
    }

    /// What compute found; `isKnown` tells the data of a run that is gone on with.
    ///
    /// A replica that has other data, can't open it or isn't reached is named and passed over.
    ///
    /// Throws a `ServiceFailure`: `.badInput` where the data isn't as described, `.refused` where no replica lets us in,
    /// `.unavailable` where none can be reached within the patience.
    func open(
        _ data: DataDescription, isKnown: @Sendable (DatasetDescription) -> Bool = { _ in false }
    ) async throws -> DatasetDescription {
        let visit = ReplicaVisit(data: data, options: options, identity: identity)
        var agreement = ReplicaAgreement(compute)
        try await withThrowingTaskGroup(of: Report.self) { group in
            defer { group.cancelAll() }
            for replica in compute { group.addTask { try await report(on: replica, visit) } }
            group.addTask { try await after(patience, .patienceIsOver) }
            try await gather(from: &group, into: &agreement, visit)
        }
        for finding in agreement.settle(isKnown: isKnown) where finding.isTrouble { logger.warning("\(finding)") }
        guard let dataset = agreement.dataset else { throw CancellationError() }
        return dataset
    }

    /// Ends when each replica has been heard of and one of them has the data open, or when it has been waited for the
    /// others for long enough.
    private func gather(
        from group: inout ThrowingTaskGroup<Report, any Error>, into agreement: inout ReplicaAgreement,
        _ visit: ReplicaVisit
    ) async throws {
        var hasOpened = false
        var backoff = Backoff(ceiling: ComputeSupply.longestWait)
        var generator = SystemRandomNumberGenerator()
        var last: (any Error)?
        while !(hasOpened && agreement.isComplete), let report = try await group.next() {
            switch report {
            case .opened(let replica, let dataset):
                _ = agreement.opened(dataset, at: replica)
                if !hasOpened { group.addTask { try await after(Self.grace, .graceIsOver) } }
                hasOpened = true
            case .failed(let replica, let error):
                last = error
                note(error, of: replica, in: &agreement)
                if agreement.allRefuse { throw refused(error) }
                let wait = backoff.next(using: &generator)
                group.addTask {
                    try await Task.sleep(for: wait)
                    return try await self.report(on: replica, visit)
                }
            case .graceIsOver: return
            case .patienceIsOver where hasOpened: break
            case .patienceIsOver: throw unreached(last)
            }
        }
    }

    private func report(on replica: Address, _ visit: ReplicaVisit) async throws -> Report {
        do {
            return .opened(replica, try await visit.open(at: replica))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            return .failed(replica, error)
        }
    }

    private func after(_ duration: Duration, _ report: Report) async throws -> Report {
        try await Task.sleep(for: duration)
        return report
    }

    private func note(_ error: any Error, of replica: Address, in agreement: inout ReplicaAgreement) {
        if ReplicaRotation.refusal(error) != nil {
            _ = agreement.refused(by: replica, reason: "\(error)")
        } else {
            _ = agreement.lost(replica, reason: "\(error)")
            logger.info("waiting for compute", metadata: ["address": "\(replica)", "reason": "\(error)"])
        }
    }

    private var addresses: String { compute.map(String.init(describing:)).joined(separator: ", ") }

    private func refused(_ error: any Error) -> ServiceFailure {
        ServiceFailure(error is TransportError ? .refused : .badInput, "opening the data at \(addresses)", cause: error)
    }

    private func unreached(_ error: (any Error)?) -> ServiceFailure {
        ServiceFailure(.unavailable, "compute at \(addresses): not reached in \(patience)", cause: error)
    }
}
