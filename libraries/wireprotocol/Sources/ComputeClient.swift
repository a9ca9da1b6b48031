public import Datasets
public import Digests
private import Synchronization
internal import Transport

internal import enum Schemas.FailureCode

/// Asks compute for data sets and micro-batches, any number of them at a time.
///
/// `run()` receives the answers; requests made while it doesn't run wait until it does or their deadline passes.
public final class ComputeClient: Sendable {
    /// What opening a data set may take: reading, parsing and fitting it the first time.
    public static let openTimeout = Duration.seconds(600)
    /// What a micro-batch may take.
    public static let batchTimeout = Duration.seconds(60)

    private struct Pending {
        var waiters: [UInt64: CheckedContinuation<Payload, any Error>] = [:]
        var ended: (any Error)?
    }

    private let conversation: Conversation
    private let pending = Mutex(Pending())

    /// Creates a client over a conversation with compute.
    public init(_ conversation: Conversation) {
        self.conversation = conversation
    }

    /// Receives answers until the conversation ends; then every request that still waits fails.
    ///
    /// Throws what ended the conversation, a failure that answers no request among it, unless that was the other side's
    /// good order.
    public func run() async throws {
        do {
            while let message = try await conversation.receive() {
                if case .failure(let failure) = message.payload, message.inReplyTo == 0 { throw failure }
                settle(message)
            }
            end(ProtocolFailure(.stopping, "\(conversation.peer.name) ended the conversation"))
        } catch {
            end(error)
            throw error
        }
    }

    /// Whether the conversation is over, so that every request fails.
    public var hasEnded: Bool { pending.withLock { $0.ended != nil } }

    /// Has compute open a data set.
    ///
    /// Throws a `ProtocolFailure` where it can't, or where `expected` is another digest.
    public func open(_ data: DataDescription, expected: Digest?) async throws -> DatasetDescription {
        let answer = try await request(
            .openDataset(data, expected: expected), within: Self.openTimeout, named: "opening the data set")
        guard case .datasetOpened(let description) = answer else {
            throw ProtocolFailure(.unexpected, "opening the data set: expected datasetOpened, got \(answer.name)")
        }
        return description
    }

    /// Fetches one micro-batch.
    ///
    /// Throws a `ProtocolFailure` where compute refuses.
    public func microBatch(_ batch: MicroBatchRequest) async throws -> MicroBatch {
        let answer = try await request(
            .batchRequest(batch), within: Self.batchTimeout,
            named: "\(batch.split) micro-batch \(batch.index) of step \(batch.step)")
        guard case .trainingBatch(let received) = answer else {
            throw ProtocolFailure(.unexpected, "micro-batch: expected trainingBatch, got \(answer.name)")
        }
        guard received.index == batch.index, received.step == batch.step else {
            throw ProtocolFailure(
                .unexpected,
                "micro-batch: expected (\(batch.step), \(batch.index)), got (\(received.step), \(received.index))")
        }
        return received
    }

    private func request(_ payload: Payload, within duration: Duration, named name: String) async throws -> Payload {
        let answer = try await withDeadline(duration, for: "\(conversation.peer.name): \(name)") {
            try await self.exchange(payload)
        }
        if case .failure(let failure) = answer { throw failure }
        return answer
    }

    private func exchange(_ payload: Payload) async throws -> Payload {
        let id = conversation.nextId()
        let message = try payload.message(id: id, sender: conversation.identity.name)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal = pending.withLock { pending -> (any Error)? in
                    if let ended = pending.ended { return ended }
                    if Task.isCancelled { return CancellationError() }
                    pending.waiters[id] = continuation
                    return nil
                }
                if let refusal { return continuation.resume(throwing: refusal) }
                do {
                    try conversation.connection.enqueue(.init(message))
                } catch {
                    take(id)?.resume(throwing: error)
                }
            }
        } onCancel: {
            take(id)?.resume(throwing: CancellationError())
        }
    }

    private func settle(_ message: IncomingMessage) {
        take(message.inReplyTo)?.resume(returning: message.payload)
    }

    private func take(_ id: UInt64) -> CheckedContinuation<Payload, any Error>? {
        pending.withLock { $0.waiters.removeValue(forKey: id) }
    }

    private func end(_ error: any Error) {
        let waiters = pending.withLock { pending in
            pending.ended = error
            defer { pending.waiters.removeAll() }
            return pending.waiters.values
        }
        for waiter in waiters {
            waiter.resume(throwing: error)
        }
    }
}
