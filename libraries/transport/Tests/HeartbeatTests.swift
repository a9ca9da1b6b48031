import Testing
import Transport

@Suite struct HeartbeatTests {
    @Test func `heartbeats keep a silent connection alive and stay out of sight`() async throws {
        let (dialling, accepting) = (Pulses(), Pulses())
        let silence = Duration.seconds(1)
        try await Loopback.pair(
            dialling: try dialling.options(interval: .milliseconds(20), silenceTimeout: silence),
            accepting: try accepting.options(interval: .milliseconds(20), silenceTimeout: silence)
        ) { dialled, accepted in
            // Longer than the silence that either side bears.
            await dialling.wait(for: 60)
            await accepting.wait(for: 60)
            try await dialled.send(try Parcel.message([1]))
            try await accepted.send(try Parcel.message([2]))
            #expect(try Parcel.contents(of: try await accepted.receive()) == [1])
            #expect(try Parcel.contents(of: try await dialled.receive()) == [2])
        }
    }

    @Test func `a peer that says nothing is given up`() async throws {
        let silence = Duration.milliseconds(100)
        let options = try Pulses().options(interval: .milliseconds(20), silenceTimeout: silence)
        try await Loopback.listening(options) { address, accepted in
            let silent = try RawSocket.connected(to: address)
            let connection = try await accepted.next()
            let expected = TransportError.peerSilent(peer: connection.peer, after: silence)
            await #expect(throws: expected) { try await connection.receive() }
            #expect(await connection.closed() == expected)
            #expect(expected.description == "\(connection.peer): nothing was heard for \(silence)")
            withExtendedLifetime(silent) {}
        }
    }

    @Test func `a peer that gives signs of life and takes nothing is given up`() async throws {
        let patience = Duration.milliseconds(200)
        var limits = TransportLimits()
        limits.stallTimeout = patience
        limits.signsPerSecond = .max
        let accepting = Pulses()
        var options = try accepting.options(
            interval: .milliseconds(20), silenceTimeout: .seconds(3600), limits: limits)
        options.limits.outboundQueueBytes = 1 << 20
        try await Loopback.listening(options) { address, accepted in
            let deaf = try RawSocket.connected(to: address)
            let connection = try await accepted.next()
            let expected = TransportError.peerStalled(peer: connection.peer, after: patience)
            let frame = try Parcel.frame(Parcel.bytes(count: 256 << 10))
            await #expect(throws: expected) { while true { try await connection.send(frame) } }
            #expect(await connection.closed() == expected)
            withExtendedLifetime(deaf) {}
        }
    }

    @Test func `a peer that gives too many signs of life is let go`() async throws {
        let most = 100
        var limits = TransportLimits()
        limits.signsPerSecond = most
        let dialling = Pulses()
        let terms = try dialling.options(interval: .seconds(3600), silenceTimeout: .seconds(36_000))
        let options = try Pulses().options(
            interval: .seconds(3600), silenceTimeout: .seconds(36_000), limits: limits)
        try await Loopback.pair(dialling: terms, accepting: options) { dialled, accepted in
            let sign = try #require(terms.heartbeat?.frame)
            for _ in 0..<2 * most { _ = try? dialled.trySend(sign) }
            #expect(await accepted.closed() == .tooManySigns(peer: accepted.peer, limit: most))
        }
    }

    @Test func `terms that are agreed on hold at once`() async throws {
        let accepting = Pulses()
        try await Loopback.pair(
            dialling: try Pulses().options(interval: .seconds(3600), silenceTimeout: .seconds(36_000)),
            accepting: try accepting.options(interval: .seconds(3600), silenceTimeout: .seconds(36_000))
        ) { dialled, accepted in
            dialled.agreeHeartbeat(interval: .milliseconds(10), silenceTimeout: .seconds(1))
            await accepting.wait(for: 1)
            // The other side was never told, keeps silent, and is given up by the new terms.
            #expect(await dialled.closed() == .peerSilent(peer: dialled.peer, after: .seconds(1)))
            let end = try await accepted.receive()
            #expect(end == nil)
        }
    }

    @Test func `a peer isn't silent while it isn't read`() async throws {
        let (dialling, accepting) = (Pulses(), Pulses())
        var limits = TransportLimits()
        limits.inboundQueueBytes = 1
        let silence = Duration.seconds(1)
        try await Loopback.pair(
            dialling: try dialling.options(interval: .milliseconds(20), silenceTimeout: .seconds(60)),
            accepting: try accepting.options(interval: .milliseconds(20), silenceTimeout: silence, limits: limits)
        ) { dialled, accepted in
            try await dialled.send(try Parcel.message([1]))
            try await dialled.send(try Parcel.message([2]))
            // The accepted end has filled its queue, and beats for longer than it would bear silence.
            await dialling.wait(for: 70)
            #expect(try Parcel.contents(of: try await accepted.receive()) == [1])
            #expect(try Parcel.contents(of: try await accepted.receive()) == [2])
        }
    }
}
