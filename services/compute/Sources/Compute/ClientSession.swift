internal import Datasets
internal import Digests
internal import Faults
internal import Logging
internal import Telemetry
internal import Transport
internal import WireProtocol

internal import enum Schemas.FailureCode

/// One client's connection: every request is answered, in order, by what it asks for or by a failure.
struct ClientSession: Sendable {
    /// Bytes of the largest request.
    ///
    /// A table's columns are named in it, twice where they hold categories; their names are also in the fitted
    /// preprocessing, which has at most 4 MiB.
    static let requestBytes = 8 << 20

    let store: DatasetStore
    let gatherer: BatchGatherer
    let identity: PeerIdentity
    let metrics: ComputeMetrics
    /// Of what clients do.
    let log: PeerLog

    /// Serves a connection until the client ends it.
    ///
    /// Throws what ended it in bad order.
    func serve(_ connection: Connection) async throws {
        let conversation = try await Conversation.accept(
            on: connection, as: identity, from: [.orchestrator, .trainer],
            heartbeat: HeartbeatTerms.standardInterval, frameBytes: Self.requestBytes)
        let name = conversation.peer.name
        log.log(.info, "client came", of: connection.host, ["peer": "\(name)", "address": "\(connection.peer)"])
        while let message = try await conversation.receive() {
            let answer: Payload
            do {
                answer = try await self.answer(to: message.payload)
                // Who asks for what there is is no stranger; the rest are answered as often as strangers may ask.
                connection.peerHasJoined(sendingUpTo: Self.requestBytes)
            } catch let failure as ProtocolFailure {
                log.log(.notice, "refused", of: connection.host, ["peer": "\(name)", "reason": "\(failure)"])
                metrics.refused.add()
                answer = .failure(failure)
            }
            try await send(answer, inReplyTo: message.id, through: conversation)
        }
        log.log(.info, "client left", of: connection.host, ["peer": "\(name)"])
    }

    private func send(_ answer: Payload, inReplyTo id: UInt64, through conversation: Conversation) async throws {
        guard case .trainingBatch(let batch) = answer else {
            try await conversation.send(answer, inReplyTo: id)
            return
        }
        try await conversation.send(answer, inReplyTo: id, failingAt: .computeFetchMiddle, step: batch.step)
    }

    private func answer(to request: Payload) async throws -> Payload {
        switch request {
        case .openDataset(let data, let expected):
            let dataset = try await store.open(data)
            if let expected, expected != dataset.description.digest {
                throw ProtocolFailure(
                    .digestMismatch, "data set: expected digest \(expected), got \(dataset.description.digest)")
            }
            return .datasetOpened(dataset.description)
        case .batchRequest(let request):
            Faults.reach(.computeFetchBefore, step: request.step)
            return .trainingBatch(try await batch(request))
        case let other:
            throw ProtocolFailure(.unexpected, "expected openDataset or batchRequest, got \(other.name)")
        }
    }

    private func batch(_ request: MicroBatchRequest) async throws -> MicroBatch {
        let dataset = try await store.dataset(request.dataset)
        let begun = ContinuousClock.now
        let batch = try gatherer.batch(request, of: dataset)
        metrics.batchTimes.observe(ContinuousClock.now - begun)
        let split: ComputeMetrics.SplitLabel = request.split == .training ? .training : .evaluation
        metrics.batches[split].add()
        metrics.samples[split].add(UInt64(batch.sampleIds.count))
        return batch
    }
}
