import Testing
import Transport
import WireProtocol

@Suite struct PayloadTests {
    @Test func `every payload arrives as it was sent`() async throws {
        try await Wire.pair { dialled, accepted in
            for (index, payload) in Sample.payloads.enumerated() {
                try await dialled.send(
                    try payload.message(id: UInt64(index), inReplyTo: .max - UInt64(index), sender: "Zoë"))
                let frame = try #require(try await accepted.receive())
                let message = try IncomingMessage(frame)
                #expect(message.id == UInt64(index))
                #expect(message.inReplyTo == .max - UInt64(index))
                #expect(message.sender == "Zoë")
                #expect(message.payload.name == payload.name)
                #expect(Sample.contents(of: message.payload) == Sample.contents(of: payload))
            }
        }
    }

    @Test func `the samples are of every kind`() {
        let names = Set(Sample.payloads.map(\.name))
        #expect(names.count == 19)
    }

    @Test func `a broadcast is the same message for everybody, with the id 0`() async throws {
        try await Wire.met { trainer, service in
            let frame = try Conversation.broadcast(.lease(lease), from: service.identity)
            try service.connection.enqueue(frame)
            try await service.connection.send(frame)
            for _ in 0..<2 {
                let message = try #require(try await trainer.receive())
                #expect(message.id == 0)
                #expect(message.sender == service.identity.name)
                #expect(Sample.contents(of: message.payload) == Sample.contents(of: .lease(lease)))
            }
        }
    }

    @Test(arguments: [
        (Duration.microseconds(1999), Duration.milliseconds(1)), (.seconds(1 << 40), .milliseconds(Int64(UInt32.max))),
    ])
    func `durations are rounded down to what the wire can say`(_ sent: Duration, _ received: Duration) throws {
        let message = try Payload.welcome(Wire.orchestrator, protocolVersion: 1, heartbeat: sent).message(
            id: 1, sender: "")
        guard case .welcome(_, _, let heartbeat) = try IncomingMessage(message.reader()).payload else {
            Issue.record("expected a welcome")
            return
        }
        #expect(heartbeat == received)
    }

    private var lease: LeaseGrant {
        LeaseGrant(id: 1, phase: .training, step: 2, leaves: Sample.push.leaves, deadline: .seconds(3))
    }
}
