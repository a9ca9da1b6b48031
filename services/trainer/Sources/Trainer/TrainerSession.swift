internal import Datasets
internal import Digests
package import Hosting
package import Learning
package import Logging
internal import Reduction
internal import Telemetry
package import Transport
package import WireProtocol

internal import enum Schemas.FailureCode
internal import enum Schemas.Role

/// One membership in a run, from dialling the orchestrator to its end.
///
/// Reads top to bottom: meet, learn the run, pin the numerics, open the data, prove the numerics, join, work.
package struct TrainerSession {
    /// How a session ended without an error.
    package enum Outcome: Sendable {
        /// The orchestrator said that the run is over.
        case finished(reason: String, succeeded: Bool)
        /// OpenBLAS has to be started with other settings: the process has to be executed again.
        case needsNumerics(Numerics)
        /// The orchestrator ended the conversation; it may come back.
        case released
    }

    package let identity: PeerIdentity
    package let orchestrator: Address
    /// The replicas of compute, in the order in which they are asked.
    package let compute: [Address]
    /// For how long in a row compute may be out of reach.
    package let patience: Duration
    package let options: ConnectionOptions
    package let readiness: Readiness
    package let metrics: TrainerMetrics
    package let logger: Logger

    package init(
        identity: PeerIdentity, orchestrator: Address, compute: [Address], patience: Duration,
        options: ConnectionOptions, readiness: Readiness,
        metrics: TrainerMetrics = TrainerMetrics(in: MetricRegistry()), logger: Logger
    ) {
        self.identity = identity
        self.orchestrator = orchestrator
        self.compute = compute
        self.patience = patience
        self.options = options
        self.readiness = readiness
        self.metrics = metrics
        self.logger = logger
    }

    /// Takes part in the run until it ends, the connection is lost or the task is cancelled.
    ///
    /// Calls `onJoining` when the trainer has become a member.
    package func run(onJoining: @escaping @Sendable () -> Void) async throws -> Outcome {
        do {
            return try await attempt(onJoining: onJoining)
        } catch let end as RunIsOver {
            return .finished(reason: end.reason, succeeded: end.succeeded)
        }
    }

    /// The orchestrator says so before the trainer is a member.
    private struct RunIsOver: Error {
        let reason: String
        let succeeded: Bool
    }

    private func attempt(onJoining: @escaping @Sendable () -> Void) async throws -> Outcome {
        let dialer = Dialer(options: options.expecting(.orchestrator))
        return try await dialer.withConnection(to: orchestrator) { connection in
            let conversation = try await Conversation.open(on: connection, as: identity, with: .orchestrator)
            logger.info("met the orchestrator", metadata: ["peer": "\(conversation.peer.name)"])
            let run = try await learnRun(from: conversation)
            guard Numerics.inForce() == run.numerics else { return .needsNumerics(run.numerics) }
            let data = ComputeSupply(
                replicas: compute, data: run.data, expected: run.dataset.digest, patience: patience,
                options: options, identity: identity, logger: logger)
            return try await takePart(in: run, through: conversation, data: data, onJoining: onJoining)
        }
    }

    private func learnRun(from conversation: Conversation) async throws -> RunDescription {
        let message = try await withDeadline(Conversation.handshakeTimeout, for: "waiting for the run") {
            try await conversation.receive()
        }
        switch message?.payload {
        case .run(let run): return run
        case .finish(let reason, let succeeded): throw RunIsOver(reason: reason, succeeded: succeeded)
        case .failure(let failure): throw failure
        case let other: throw ProtocolFailure(.unexpected, "expected run, got \(other?.name ?? "the end")")
        }
    }

    private func takePart(
        in run: RunDescription, through conversation: Conversation, data: ComputeSupply,
        onJoining: @escaping @Sendable () -> Void
    ) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                try await data.run()
                return nil
            }
            group.addTask {
                _ = try await data.dataset()
                let membership = try await join(run, through: conversation)
                readiness.meet(TrainerService.membership)
                metrics.isMember.set(1)
                metrics.sessions.add()
                onJoining()
                logger.info("joined the run", metadata: ["run": "\(run.name)", "lineage": "\(membership.lineage)"])
                return try await work(membership, through: conversation, data: data)
            }
            defer {
                readiness.fail(TrainerService.membership, reason: "not a member of a run")
                metrics.isMember.set(0)
                group.cancelAll()
            }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            return .released
        }
    }

    private func join(_ run: RunDescription, through conversation: Conversation) async throws -> Membership {
        let model = try Model(run.model)
        let probe = try Probe.digest(of: model, microBatch: run.microBatch)
        try await conversation.send(.join(probe: probe))
        let message = try await withDeadline(Conversation.handshakeTimeout, for: "joining the run") {
            try await conversation.receive()
        }
        switch message?.payload {
        case .joined(let lineage): return try Membership(run: run, lineage: lineage)
        case .failure(let failure): throw failure
        case .finish(let reason, let succeeded): throw RunIsOver(reason: reason, succeeded: succeeded)
        case let other: throw ProtocolFailure(.unexpected, "expected joined, got \(other?.name ?? "the end")")
        }
    }

    private func work(
        _ membership: Membership, through conversation: Conversation, data: ComputeSupply
    ) async throws -> Outcome {
        let board = WorkBoard(buckets: membership.buckets)
        let batches = BatchPrefetcher(window: Self.prefetchWindow) { try await data.microBatch($0) }
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                var loop = try WorkLoop(
                    membership: membership, board: board, batches: batches, metrics: metrics,
                    line: PushLine(conversation, buckets: membership.buckets))
                do {
                    try await loop.run()
                } catch is CancellationError where !Task.isCancelled {
                    // What it waited for comes no more: the conversation is over.
                }
                return nil
            }
            group.addTask {
                let outcome = try await listen(to: conversation, membership: membership, board: board, batches: batches)
                await board.close()
                await batches.close()
                return outcome
            }
            var outcome = Outcome.released
            do {
                while let ended = try await group.next() {
                    if let ended { outcome = ended }
                }
            } catch {
                await board.close()
                group.cancelAll()
                throw error
            }
            return outcome
        }
        await batches.close()
        return outcome
    }

    /// Micro-batches that are fetched ahead of the work loop.
    private static let prefetchWindow = 8

    private func listen(
        to conversation: Conversation, membership: Membership, board: WorkBoard, batches: BatchPrefetcher
    ) async throws -> Outcome {
        while let message = try await conversation.receive() {
            switch message.payload {
            case .lease(let lease):
                try membership.check(lease)
                logger.debug("leased", metadata: ["lease": "\(lease.id)", "step": "\(lease.step)"])
                try await board.add(lease)
                await batches.prefetch(lease.leaves.range.map { membership.request(lease, leaf: $0) })
            case .credit(let leases, let buckets):
                await board.addCredit(to: leases, buckets: buckets)
            case .revoke(let lease, let reason):
                let revoked = await board.revoke(lease)
                logger.debug("revoked", metadata: ["lease": "\(lease)", "reason": "\(reason)", "found": "\(revoked)"])
                if case .tooLate = revoked { break }
                metrics.leasesDropped.add()
                guard case .notBegun(let lease) = revoked else { break }
                await batches.drop(lease.leaves.range.map { membership.request(lease, leaf: $0) })
            case .parameters(let lineage, let step, let bucket, let values):
                guard lineage == membership.lineage else {
                    throw ProtocolFailure(
                        .lineageMismatch, "parameters: expected lineage \(membership.lineage), got \(lineage)")
                }
                try await board.receive(step: step, bucket: bucket, values: values)
            case .finish(let reason, let succeeded):
                return .finished(reason: reason, succeeded: succeeded)
            case .failure(let failure) where failure.code == .stale:
                metrics.pushesRefused.add()
                logger.debug("refused", metadata: ["reason": "\(failure.message)"])
            case .failure(let failure):
                throw failure
            case let other:
                throw ProtocolFailure(.unexpected, "a member expects leases and parameters, got \(other.name)")
            }
        }
        return .released
    }
}
