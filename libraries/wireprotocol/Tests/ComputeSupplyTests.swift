import Datasets
import Logging
import Synchronization
import Testing
import Transport
import WireProtocol

@Suite struct ComputeSupplyTests {
    /// A replica of compute that does what a test says, and counts what it was asked.
    private final class Replica: Sendable {
        typealias Answer = @Sendable (_ request: Payload, _ number: Int, _ client: Conversation) async -> Payload?

        let listener: Listener
        let asked = Mutex<[String]>([])
        private let answer: Answer

        init(_ answer: @escaping Answer = Replica.honest) async throws {
            self.answer = answer
            listener = try await Listener.bind(
                to: try Address(host: "127.0.0.1", port: 0), options: try HeartbeatTerms.options(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        static let honest: Answer = { request, _, _ in
            switch request {
            case .openDataset: .datasetOpened(Sample.dataset)
            case .batchRequest(let request): .trainingBatch(Sample.batch(index: request.index, step: request.step))
            default: nil
            }
        }

        /// Serves until the listener is stopped; a request without an answer ends the connection.
        func serve() async {
            await listener.run { connection in
                let client = try await Conversation.accept(
                    on: connection, as: Wire.compute, from: [.trainer], heartbeat: .milliseconds(500))
                client.connection.peerHasJoined()
                while let message = try await client.receive() {
                    let number = self.asked.withLock { asked in
                        asked.append(message.payload.name)
                        return asked.count
                    }
                    guard let answer = await self.answer(message.payload, number, client) else {
                        return client.connection.abort()
                    }
                    try await client.send(answer, inReplyTo: message.id)
                }
            }
        }
    }

    /// Runs `body` with a supply of these replicas.
    private static func supply(
        _ replicas: [Replica], patience: Duration = .seconds(20),
        _ body: @escaping @Sendable (ComputeSupply) async throws -> Void
    ) async throws {
        try await within {
            let supply = ComputeSupply(
                replicas: replicas.map(\.listener.address), data: Sample.csv, expected: Sample.digest(1),
                patience: patience, options: try HeartbeatTerms.options(), identity: Wire.trainer,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await withThrowingTaskGroup(of: Void.self) { group in
                for replica in replicas { group.addTask { await replica.serve() } }
                group.addTask { try? await supply.run() }
                defer {
                    for replica in replicas { replica.listener.stop() }
                    group.cancelAll()
                }
                try await body(supply)
            }
        }
    }

    @Test func `data is had from the first replica that serves`() async throws {
        let (first, second) = (try await Replica(), try await Replica())
        try await Self.supply([first, second]) { (supply) async throws in
            #expect(try await supply.dataset() == Sample.dataset)
            #expect(try await supply.microBatch(Sample.request(index: 5)).index == 5)
        }
        #expect(first.asked.withLock { $0 } == ["openDataset", "batchRequest"])
        #expect(second.asked.withLock { $0 }.isEmpty)
    }

    @Test func `what a lost replica didn't answer, the next one is asked`() async throws {
        let first = try await Replica { request, number, client in
            if case .batchRequest = request, number > 2 { return nil }
            return await Replica.honest(request, number, client)
        }
        let second = try await Replica()
        try await Self.supply([first, second]) { (supply) async throws in
            for index in 0..<3 {
                #expect(try await supply.microBatch(Sample.request(index: index)).index == index)
            }
        }
        #expect(first.asked.withLock { $0 } == ["openDataset", "batchRequest", "batchRequest"])
        #expect(second.asked.withLock { $0 } == ["openDataset", "batchRequest", "batchRequest"])
    }

    @Test func `a replica that is lost again and again is dialled again and again`() async throws {
        let only = try await Replica { request, number, client in
            // Opened, one answer, and gone with the next request.
            if case .batchRequest = request, number % 3 == 0 { return nil }
            return await Replica.honest(request, number, client)
        }
        try await Self.supply([only]) { (supply) async throws in
            for index in 0..<4 {
                #expect(try await supply.microBatch(Sample.request(index: index)).index == index)
            }
        }
    }

    @Test func `a replica that refuses is passed over`() async throws {
        let other = try await Replica { _, _, _ in .failure(ProtocolFailure(.digestMismatch, "another data set")) }
        let right = try await Replica()
        try await Self.supply([other, right]) { (supply) async throws in
            #expect(try await supply.microBatch(Sample.request()).index == 3)
        }
        #expect(other.asked.withLock { $0 } == ["openDataset"])
    }

    @Test func `when all refuse, everybody who waits is told`() async throws {
        let refusal = ProtocolFailure(.digestMismatch, "another data set")
        let replicas = [
            try await Replica { _, _, _ in .failure(refusal) }, try await Replica { _, _, _ in .failure(refusal) },
        ]
        try await Self.supply(replicas) { (supply) async throws in
            let waiting = Task { try await supply.microBatch(Sample.request()) }
            await #expect(throws: refusal) { try await supply.dataset() }
            await #expect(throws: refusal) { try await waiting.value }
        }
    }

    @Test func `a request that is refused fails alone`() async throws {
        let failure = ProtocolFailure(.outOfRange, "there is no such micro-batch")
        let replica = try await Replica { request, number, client in
            if case .batchRequest(let batch) = request, batch.index == 9 { return .failure(failure) }
            return await Replica.honest(request, number, client)
        }
        try await Self.supply([replica]) { (supply) async throws in
            await #expect(throws: failure) { try await supply.microBatch(Sample.request(index: 9)) }
            #expect(try await supply.microBatch(Sample.request(index: 1)).index == 1)
        }
    }

    @Test func `a data set that was closed in the meantime is opened again`() async throws {
        let failure = ProtocolFailure(.unknownDataset, "it isn't open here")
        let replica = try await Replica { request, number, client in
            number == 2 ? .failure(failure) : await Replica.honest(request, number, client)
        }
        try await Self.supply([replica]) { (supply) async throws in
            #expect(try await supply.microBatch(Sample.request()).index == 3)
        }
        #expect(
            replica.asked.withLock { $0 } == ["openDataset", "batchRequest", "openDataset", "batchRequest"])
    }

    @Test func `who waits for data and is cancelled waits no longer`() async throws {
        let replica = try await Replica { request, _, client in
            // Never an answer, until the client goes.
            _ = await client.connection.closed()
            return nil
        }
        try await Self.supply([replica]) { (supply) async throws in
            let waiting = Task { try await supply.microBatch(Sample.request()) }
            while replica.asked.withLock({ $0.isEmpty }) { await Task.yield() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
    }
}
