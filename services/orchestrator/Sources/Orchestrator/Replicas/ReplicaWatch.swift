internal import Datasets
internal import Logging
internal import Transport
internal import WireProtocol

/// Keeps a connection to each replica of compute while a run lasts: one that is lost, comes back or has other data is
/// named.
///
/// Nothing of the run waits for it: trainers find a replica for themselves.
actor ReplicaWatch {
    private let visit: ReplicaVisit
    private let logger: Logger
    private var agreement: ReplicaAgreement

    /// Watches `replicas`, which are to have `dataset`.
    init(_ replicas: [Address], dataset: DatasetDescription, visit: ReplicaVisit, logger: Logger) {
        self.visit = visit
        self.logger = logger
        agreement = ReplicaAgreement(replicas, dataset: dataset)
    }

    /// Watches until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for replica in agreement.replicas { group.addTask { await self.watch(replica) } }
        }
    }

    private func watch(_ replica: Address) async {
        var backoff = Backoff(ceiling: ComputeSupply.longestWait)
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            do {
                try await visit.stay(at: replica) { await self.opened($0, at: replica) }
            } catch {
                if Task.isCancelled { return }
                if case .open = agreement.state(of: replica) { backoff.reset() }
                tell(
                    ReplicaRotation.refusal(error) == nil
                        ? agreement.lost(replica, reason: "\(error)")
                        : agreement.refused(by: replica, reason: "\(error)"))
            }
            try? await Task.sleep(for: backoff.next(using: &generator))
        }
    }

    private func opened(_ dataset: DatasetDescription, at replica: Address) {
        tell(agreement.opened(dataset, at: replica))
    }

    private func tell(_ finding: ReplicaAgreement.Finding?) {
        guard let finding else { return }
        logger.log(level: finding.isTrouble ? .warning : .info, "\(finding)")
    }
}
