import Schemas
import Testing
import Transport
import WireProtocol

@Suite struct ComputeClientTests {
    /// Runs `body` with a client that receives, and compute's side of the conversation.
    private static func client(
        _ body: @escaping @Sendable (_ client: ComputeClient, _ compute: Conversation) async throws -> Void
    ) async throws {
        try await Wire.met(Wire.compute) { trainer, compute in
            let client = ComputeClient(trainer)
            let receiving = Task { try await client.run() }
            defer { receiving.cancel() }
            try await body(client, compute)
        }
    }

    private static func next(_ compute: Conversation) async throws -> IncomingMessage {
        guard let message = try await compute.receive() else { throw TooLate(description: "no request came") }
        return message
    }

    @Test func `answers reach their requests in any order`() async throws {
        try await Self.client { client, compute in
            let requests = (0..<5).map { index in
                Task { try await client.microBatch(Sample.request(index: index)).index }
            }
            var asked: [(id: UInt64, index: Int)] = []
            for _ in requests {
                let message = try await Self.next(compute)
                guard case .batchRequest(let request) = message.payload else {
                    throw TooLate(description: "no request for a batch came")
                }
                asked.append((message.id, request.index))
            }
            #expect(Set(asked.map(\.index)) == Set(0..<5))
            #expect(Set(asked.map(\.id)).count == 5)
            for (id, index) in asked.sorted(by: { $0.index > $1.index }) {
                try await compute.send(.trainingBatch(Sample.batch(index: index)), inReplyTo: id)
            }
            for (index, request) in requests.enumerated() { #expect(try await request.value == index) }
        }
    }

    @Test func `a data set is asked for with its digest, and described`() async throws {
        try await Self.client { client, compute in
            async let answer = client.open(Sample.csv, expected: Sample.digest(1))
            let message = try await Self.next(compute)
            let expected = Payload.openDataset(Sample.csv, expected: Sample.digest(1))
            #expect(Sample.contents(of: message.payload) == Sample.contents(of: expected))
            try await compute.send(.datasetOpened(Sample.dataset), inReplyTo: message.id)
            #expect(try await answer == Sample.dataset)
        }
    }

    @Test func `a failure in answer is thrown to its request alone`() async throws {
        try await Self.client { client, compute in
            let refused = Task { try await client.open(Sample.idx, expected: nil) }
            let first = try await Self.next(compute)
            let served = Task { try await client.microBatch(Sample.request()) }
            let second = try await Self.next(compute)
            let failure = ProtocolFailure(.invalidData, "train-images: expected 16 bytes of header, got 3")
            try await compute.send(.failure(failure), inReplyTo: first.id)
            await #expect(throws: failure) { try await refused.value }
            try await compute.send(.trainingBatch(Sample.batch()), inReplyTo: second.id)
            #expect(try await served.value.index == 3)
        }
    }

    @Test func `an answer of another kind, or of another micro-batch, is refused`() async throws {
        try await Self.client { client, compute in
            let answers: [Payload] = [
                .datasetOpened(Sample.dataset), .trainingBatch(Sample.batch(index: 4)),
                .trainingBatch(Sample.batch(step: 18)),
            ]
            for answer in answers {
                let request = Task { try await client.microBatch(Sample.request()) }
                try await compute.send(answer, inReplyTo: try await Self.next(compute).id)
                let error = await #expect(throws: ProtocolFailure.self) { try await request.value }
                #expect(error?.code == .unexpected)
            }
            let opening = Task { try await client.open(Sample.idx, expected: nil) }
            try await compute.send(.trainingBatch(Sample.batch()), inReplyTo: try await Self.next(compute).id)
            let error = await #expect(throws: ProtocolFailure.self) { try await opening.value }
            #expect(error?.code == .unexpected)
        }
    }

    @Test func `answers that nobody waits for are dropped`() async throws {
        try await Self.client { client, compute in
            try await compute.send(.trainingBatch(Sample.batch()), inReplyTo: 4711)
            let cancelled = Task { try await client.microBatch(Sample.request(index: 1)) }
            let late = try await Self.next(compute)
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            try await compute.send(.trainingBatch(Sample.batch(index: 1)), inReplyTo: late.id)
            let request = Task { try await client.microBatch(Sample.request()) }
            let id = try await Self.next(compute).id
            try await compute.send(.trainingBatch(Sample.batch()), inReplyTo: id)
            try await compute.send(.trainingBatch(Sample.batch()), inReplyTo: id)
            #expect(try await request.value.index == 3)
        }
    }

    @Test func `when compute ends the conversation, all that wait fail and so does who comes later`() async throws {
        try await Wire.met(Wire.compute) { trainer, compute in
            let client = ComputeClient(trainer)
            let receiving = Task { try await client.run() }
            let requests = (0..<3).map { index in
                Task { try await client.microBatch(Sample.request(index: index)) }
            }
            for _ in requests { _ = try await Self.next(compute) }
            async let closing: Void = compute.connection.close()
            let expected = ProtocolFailure(.stopping, "compute ended the conversation")
            for request in requests { await #expect(throws: expected) { try await request.value } }
            try await receiving.value
            await #expect(throws: expected) { try await client.microBatch(Sample.request()) }
            await trainer.connection.close()
            await closing
        }
    }

    @Test func `a failure that answers nothing ends everything with its reason`() async throws {
        try await Wire.met(Wire.compute) { trainer, compute in
            let client = ComputeClient(trainer)
            let receiving = Task { try await client.run() }
            let request = Task { try await client.microBatch(Sample.request()) }
            _ = try await Self.next(compute)
            let failure = ProtocolFailure(.internal, "out of memory")
            try await compute.send(.failure(failure))
            await #expect(throws: failure) { try await request.value }
            await #expect(throws: failure) { try await receiving.value }
        }
    }

    @Test func `when the connection is lost, all that wait fail with the reason`() async throws {
        try await Wire.met(Wire.compute) { trainer, compute in
            let client = ComputeClient(trainer)
            let receiving = Task { try await client.run() }
            let request = Task { try await client.microBatch(Sample.request()) }
            _ = try await Self.next(compute)
            let reason = TransportError.peerSilent(peer: trainer.connection.peer, after: .seconds(5))
            trainer.connection.abort(reason)
            await #expect(throws: reason) { try await request.value }
            await #expect(throws: reason) { try await receiving.value }
            await #expect(throws: reason) { try await client.microBatch(Sample.request()) }
        }
    }
}
