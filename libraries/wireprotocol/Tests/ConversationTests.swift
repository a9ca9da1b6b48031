import CapnProto
import Schemas
import Testing
import Transport
import WireProtocol

@Suite struct ConversationTests {
    private static func code(of error: (any Error)?) -> FailureCode? { (error as? ProtocolFailure)?.code }

    /// What the other side was told.
    private static func told(_ connection: Connection) async throws -> Payload? {
        guard let frame = try await connection.receive() else { return nil }
        return try IncomingMessage(frame).payload
    }

    /// Has a service that expects trainers meet a peer that begins with `payload`, and returns what it threw and what
    /// the peer was told.
    private static func meeting(
        _ payload: Payload, protocolVersion: UInt32 = ProtocolVersion.current
    ) async throws -> (thrown: FailureCode?, told: FailureCode?) {
        let (results, result) = AsyncStream<(FailureCode?, FailureCode?)>.makeStream()
        try await Wire.pair { dialled, accepted in
            try await dialled.send(try payload.message(id: 1, sender: "somebody"))
            let error = await #expect(throws: (any Error).self) {
                try await Conversation.accept(
                    on: accepted, as: Wire.orchestrator, from: [.trainer], heartbeat: .seconds(1))
            }
            guard case .failure(let failure) = try await told(dialled) else {
                throw TooLate(description: "the peer was not told")
            }
            result.yield((code(of: error), failure.code))
        }
        for await codes in results { return codes }
        return (nil, nil)
    }

    /// Has a trainer meet a service that answers with `payload`, and returns what it threw.
    private static func answer(_ payload: Payload) async throws -> (any Error)? {
        let (results, result) = AsyncStream<any Error>.makeStream()
        try await Wire.pair { dialled, accepted in
            try await accepted.send(try payload.message(id: 1, sender: "somebody"))
            let error = await #expect(throws: (any Error).self) {
                try await Conversation.open(on: dialled, as: Wire.trainer, with: .orchestrator)
            }
            if let error { result.yield(error) }
            result.finish()
        }
        for await error in results { return error }
        return nil
    }

    @Test func `after meeting, both know each other`() async throws {
        try await Wire.met { trainer, service in
            #expect(trainer.identity == Wire.trainer)
            #expect(trainer.peer == Wire.orchestrator)
            #expect(service.identity == Wire.orchestrator)
            #expect(service.peer == Wire.trainer)
        }
    }

    @Test func `messages are counted from 1, the meeting's among them`() async throws {
        try await Wire.met { trainer, service in
            #expect(try await trainer.send(.leave(reason: "")) == 2)
            try trainer.enqueue(.leave(reason: ""))
            #expect(try await service.receive()?.id == 2)
            #expect(try await service.receive()?.id == 3)
            try await service.send(.finish(reason: "", succeeded: true), inReplyTo: 2)
            #expect(try await trainer.receive()?.inReplyTo == 2)
        }
    }

    @Test func `a conversation that ends in good order ends with nil`() async throws {
        try await Wire.met { trainer, service in
            async let closing: Void = trainer.connection.close()
            let end = try await service.receive()
            #expect(end == nil)
            await service.connection.close()
            await closing
        }
    }

    @Test func `a message that breaks its contract is thrown as a failure`() async throws {
        try await Wire.met { trainer, service in
            let builder = MessageBuilder()
            let message = try builder.initRoot(as: Message.self)
            message.type = .heartbeat
            try message.payload.initLeave().setReason("no heartbeat")
            try await trainer.connection.send(builder.finish())
            let error = await #expect(throws: ProtocolFailure.self) { try await service.receive() }
            #expect(error?.code == .malformed)
        }
    }

    // MARK: Who can't be met

    @Test func `a peer of another version is told so`() async throws {
        let (thrown, told) = try await Self.meeting(.hello(Wire.trainer, protocolVersion: 99))
        #expect(thrown == .protocolVersion)
        #expect(told == .protocolVersion)
    }

    @Test func `a peer of a role that isn't expected is told so`() async throws {
        let (thrown, told) = try await Self.meeting(
            .hello(Wire.compute, protocolVersion: ProtocolVersion.current))
        #expect(thrown == .unexpected)
        #expect(told == .unexpected)
    }

    @Test func `a peer that begins with something else is told so`() async throws {
        let (thrown, told) = try await Self.meeting(.leave(reason: "already?"))
        #expect(thrown == .unexpected)
        #expect(told == .unexpected)
    }

    @Test func `a peer that can't be met and is gone is still why the meeting failed`() async throws {
        try await Wire.pair { dialled, accepted in
            try await dialled.send(
                try Payload.hello(Wire.compute, protocolVersion: ProtocolVersion.current).message(id: 1, sender: ""))
            while accepted.traffic.framesIn == 0 { await Task.yield() }
            // What came is still there to be read; nothing can be sent any more.
            accepted.abort()
            let error = await #expect(throws: ProtocolFailure.self) {
                try await Conversation.accept(
                    on: accepted, as: Wire.orchestrator, from: [.trainer], heartbeat: .seconds(1))
            }
            #expect(error?.code == .unexpected)
        }
    }

    @Test func `a service of another version can't be met`() async throws {
        let error = try await Self.answer(
            .welcome(Wire.orchestrator, protocolVersion: ProtocolVersion.current + 1, heartbeat: .seconds(1)))
        #expect(
            error as? ProtocolFailure
                == ProtocolFailure(
                    .protocolVersion,
                    "orchestrator: expected protocol version \(ProtocolVersion.current), got \(ProtocolVersion.current + 1)"
                ))
    }

    @Test func `a service of another role can't be met`() async throws {
        let error = try await Self.answer(
            .welcome(Wire.compute, protocolVersion: ProtocolVersion.current, heartbeat: .seconds(1)))
        #expect(
            error as? ProtocolFailure
                == ProtocolFailure(.unexpected, "compute: expected the role orchestrator, got compute"))
    }

    @Test func `a service that wants no time between heartbeats can't be met`() async throws {
        let error = try await Self.answer(
            .welcome(Wire.orchestrator, protocolVersion: ProtocolVersion.current, heartbeat: .zero))
        #expect(Self.code(of: error) == .malformed)
    }

    @Test func `a service that refuses says why`() async throws {
        let failure = ProtocolFailure(.overloaded, "too many trainers")
        #expect(try await Self.answer(.failure(failure)) as? ProtocolFailure == failure)
    }

    @Test func `a service that answers with something else can't be met`() async throws {
        #expect(Self.code(of: try await Self.answer(.heartbeat)) == .unexpected)
    }

    @Test func `no answer ends the meeting after its time`() async throws {
        try await Wire.pair { dialled, accepted in
            let time = Duration.milliseconds(50)
            await #expect(throws: DeadlineExceeded.self) {
                try await Conversation.open(on: dialled, as: Wire.trainer, with: .orchestrator, within: time)
            }
            // The hello that nobody answered.
            _ = try await accepted.receive()
            let error = await #expect(throws: DeadlineExceeded.self) {
                try await Conversation.accept(
                    on: accepted, as: Wire.orchestrator, from: [.trainer], heartbeat: .seconds(1), within: time)
            }
            #expect(error?.description == "meeting \(accepted.peer): no answer within \(time)")
        }
    }

    @Test func `a peer that goes before the meeting is an error of the connection`() async throws {
        try await Wire.pair { dialled, accepted in
            dialled.abort()
            await #expect(throws: TransportError.closed(peer: accepted.peer)) {
                try await Conversation.accept(
                    on: accepted, as: Wire.orchestrator, from: [.trainer], heartbeat: .seconds(1))
            }
        }
    }

    @Test(arguments: [nil, 1 << 20]) func `who is met may send as large a frame as it was said to`(
        frameBytes: Int?
    ) async throws {
        try await Wire.pair(areMembers: false) { dialled, accepted in
            async let answering = Conversation.accept(
                on: accepted, as: Wire.compute, from: [.trainer], heartbeat: .seconds(1), frameBytes: frameBytes)
            let trainer = try await Conversation.open(on: dialled, as: Wire.trainer, with: .compute)
            let compute = try await answering
            try await trainer.send(.leave(reason: String(repeating: "x", count: 100_000)))
            if frameBytes != nil {
                #expect(try await compute.receive()?.payload.name == "leave")
            } else {
                let error = await #expect(throws: TransportError.self) { try await compute.receive() }
                #expect(error?.description.contains("bad frame") == true)
            }
        }
    }

    // MARK: Heartbeats

    @Test func `heartbeats are not messages, and what only claims to be one is`() async throws {
        let options = try HeartbeatTerms.options(interval: .seconds(3600))
        try await Wire.pair(options) { dialled, accepted in
            try await dialled.send(try Payload.heartbeat.message(id: 0, sender: ""))
            let builder = MessageBuilder()
            let message = try builder.initRoot(as: Message.self)
            message.id = 5
            message.type = .heartbeat
            try message.payload.initLeave().setReason("no heartbeat")
            try await dialled.send(builder.finish())
            let frame = try #require(try await accepted.receive())
            #expect(try frame.message().root(as: Message.self).id == 5)
            #expect(accepted.traffic.framesIn == 2)
        }
    }

    @Test func `a silence of twenty intervals is borne`() {
        #expect(HeartbeatTerms.silence(for: .milliseconds(250)) == .seconds(5))
    }
}
