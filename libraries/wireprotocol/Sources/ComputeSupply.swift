public import Datasets
public import Digests
public import Logging
private import Synchronization
public import Transport

internal import enum Schemas.FailureCode

/// Data from whichever of several replicas of compute serves, over a connection that is made anew when it is lost.
///
/// Compute keeps no state of a run and a request is a pure function of the data: so what a lost replica didn't answer,
/// the next one is asked. `run()` keeps the connection; requests made while there is none wait for it.
public final class ComputeSupply: Sendable {
    /// Between two attempts at all replicas nobody waits longer than this.
    public static let longestWait = Duration.seconds(1)

    private struct Service {
        let client: ComputeClient
        let dataset: DatasetDescription
    }

    private struct State {
        var service: Service?
        /// Replicas that came to serve so far.
        var connections: UInt64 = 0
        var ended: (any Error)?
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let replicas: [Address]
    private let data: DataDescription
    private let expected: Digest?
    private let patience: Duration
    private let dialer: Dialer
    private let identity: PeerIdentity
    private let logger: Logger
    private let state = Mutex(State())

    /// Has `data` opened at one of `replicas`, at least one; a replica whose data isn't `expected` is passed over.
    ///
    /// `patience` is for how long in a row none may serve.
    public init(
        replicas: [Address], data: DataDescription, expected: Digest?, patience: Duration, options: ConnectionOptions,
        identity: PeerIdentity, logger: Logger
    ) {
        self.replicas = replicas
        self.data = data
        self.expected = expected
        self.patience = patience
        self.identity = identity
        self.logger = logger
        dialer = Dialer(options: options.expecting(.compute))
    }

    /// Keeps a connection to one of the replicas until the task is cancelled.
    ///
    /// Throws a `ProtocolFailure` where all of them refuse, and the last reason where none serves within the patience.
    public func run() async throws {
        do {
            try await keepConnected()
        } catch {
            end(error)
            throw error
        }
    }

    /// What the data set is, as soon as a replica has it open.
    ///
    /// Throws what `run()` ended with.
    public func dataset() async throws -> DatasetDescription { try await service().dataset }

    /// Fetches one micro-batch, again where the replica that was asked is lost.
    ///
    /// Throws a `ProtocolFailure` where compute refuses, and what `run()` ended with.
    public func microBatch(_ request: MicroBatchRequest) async throws -> MicroBatch {
        var hasReopened = false
        while true {
            let client = try await service().client
            do {
                return try await client.microBatch(request)
            } catch  where client.hasEnded && !Task.isCancelled {
                dismiss(client)
            } catch let failure as ProtocolFailure where failure.code == .unknownDataset && !hasReopened {
                // It has many data sets, and closed the one that was used least.
                hasReopened = true
                _ = try await client.open(data, expected: expected)
            }
        }
    }

    // MARK: The connection

    private func keepConnected() async throws {
        let clock = ContinuousClock()
        let started = clock.now
        var rotation = ReplicaRotation(replicas, patience: patience, at: .zero)
        var backoff = Backoff(ceiling: Self.longestWait)
        var generator = SystemRandomNumberGenerator()
        while true {
            let before = state.withLock { $0.connections }
            do {
                try await serve(from: rotation.replica)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                if Task.isCancelled { throw CancellationError() }
                let hasServed = state.withLock { $0.connections } != before
                note(error, of: rotation.replica, hasServed: hasServed)
                if hasServed { backoff.reset() }
                let now = clock.now - started
                switch hasServed ? rotation.lost(at: now) : rotation.failed(error, at: now) {
                case .goOn: break
                case .wait: try await Task.sleep(for: backoff.next(using: &generator))
                case .giveUp(let error): throw error
                }
            }
        }
    }

    private func note(_ error: any Error, of replica: Address, hasServed: Bool) {
        let metadata: Logger.Metadata = ["address": "\(replica)", "reason": "\(error)"]
        if hasServed {
            logger.warning("compute lost", metadata: metadata)
        } else if ReplicaRotation.refusal(error) != nil, replicas.count > 1 {
            logger.warning("compute passed over", metadata: metadata)
        } else {
            logger.info("waiting for compute", metadata: metadata)
        }
    }

    /// Meets a replica, has it open the data and lets requests through, until the connection ends.
    ///
    /// Always throws.
    private func serve(from replica: Address) async throws {
        try await dialer.withConnection(to: replica) { connection in
            let client = ComputeClient(try await Conversation.open(on: connection, as: identity, with: .compute))
            defer { dismiss(client) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await client.run()
                    throw ProtocolFailure(.stopping, "compute ended the conversation")
                }
                group.addTask { [data, expected] in
                    let dataset = try await client.open(data, expected: expected)
                    self.take(client, dataset)
                }
                defer { group.cancelAll() }
                while try await group.next() != nil {}
            }
        }
    }

    // MARK: Who waits

    private func take(_ client: ComputeClient, _ dataset: DatasetDescription) {
        wake { state in
            state.service = Service(client: client, dataset: dataset)
            state.connections += 1
        }
    }

    private func dismiss(_ client: ComputeClient) {
        state.withLock { state in
            if state.service?.client === client { state.service = nil }
        }
    }

    private func end(_ error: any Error) {
        wake { state in
            state.service = nil
            state.ended = error
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.waiters.removeAll() }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    private func service() async throws -> Service {
        while true {
            try Task.checkCancellation()
            let service = try state.withLock { state in
                if let ended = state.ended { throw ended }
                return state.service
            }
            if let service { return service }
            await change()
        }
    }

    /// Waits until something has changed, the task is cancelled, or neither is needed.
    private func change() async {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    guard state.service == nil, state.ended == nil, !Task.isCancelled else { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }
}
