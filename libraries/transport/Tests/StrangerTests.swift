import CapnProto
import Telemetry
import Testing
import Transport

/// What a peer may send before it has joined, and after.
@Suite struct StrangerTests {
    /// One that hasn't joined may send nearly nothing after a burst.
    private static func options(_ meter: TrafficMeter = TrafficMeter()) -> ConnectionOptions {
        var options = ConnectionOptions(meter: meter)
        options.limits.strangerRate = FrameRate(burst: 8, perSecond: 1)
        return options
    }

    /// A table of one segment of so many bytes.
    private static func table(of byteCount: Int) -> [UInt8] {
        [0, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: (byteCount / 8) >> (8 * $0)) }
    }

    /// Runs `body` with a plain socket and the accepted end.
    private static func stranger(
        _ options: ConnectionOptions = options(),
        _ body: @escaping @Sendable (RawSocket, Connection) async throws -> Void
    ) async throws {
        try await Loopback.listening(options, areMembers: false) { address, accepted in
            let socket = try RawSocket.connected(to: address)
            try await body(socket, try await accepted.next())
        }
    }

    @Test func `a stranger that sends frame after frame is cut off and named`() async throws {
        let meter = TrafficMeter()
        try await Loopback.listening(Self.options(meter), areMembers: false) { address, accepted in
            let good = try await Dialer(options: ConnectionOptions()).connect(to: address)
            let goodAccepted = try await accepted.next()
            let bad = try RawSocket.connected(to: address)
            let connection = try await accepted.next()
            for _ in 0..<60 { bad.write(Self.table(of: 8) + [UInt8](repeating: 0, count: 8)) }
            var count = 0
            let error = await #expect(throws: TransportError.self) {
                while try await connection.receive() != nil { count += 1 }
            }
            guard case .tooManyFrames(connection.peer, FrameRate(burst: 8, perSecond: 1), let found, _) = error else {
                Issue.record("got \(String(describing: error))")
                return
            }
            // The first one that was too many ended it.
            #expect(count >= 8 && found == count + 1)
            #expect(
                error?.description.hasPrefix(
                    "\(connection.peer): expected at most 8 frames at once and 1 a second of one that hasn't joined, "
                        + "found \(found) within ") == true)
            #expect(await connection.closed() == error)
            #expect(meter.badPeerCount == 1)
            try await good.send(try Parcel.message([1]))
            #expect(try Parcel.contents(of: try await goodAccepted.receive()) == [1])
            good.abort()
            #expect(bad.read(upTo: 1).isEmpty)
        }
    }

    @Test func `heartbeats are frames too`() async throws {
        var options = try Pulses().options(interval: .seconds(3600), silenceTimeout: .seconds(3600))
        options.limits = Self.options().limits
        try await Self.stranger(options) { socket, connection in
            let beat = try Parcel.message(Array("alive".utf8)).serialized()
            for _ in 0..<60 { socket.write(beat) }
            let error = await #expect(throws: TransportError.self) { try await connection.receive() }
            guard case .tooManyFrames = error else {
                Issue.record("got \(String(describing: error))")
                return
            }
        }
    }

    @Test func `who has joined may send any number`() async throws {
        try await Self.stranger { socket, connection in
            connection.peerHasJoined()
            for _ in 0..<60 { socket.write(Self.table(of: 8) + [UInt8](repeating: 0, count: 8)) }
            for index in 0..<60 {
                let frame = try await connection.receive()
                #expect(frame != nil, "frame \(index)")
            }
        }
    }

    @Test func `who was dialled is no stranger`() async throws {
        try await Loopback.pair(dialling: Self.options()) { dialled, accepted in
            for _ in 0..<20 { try await accepted.send(try Parcel.message(Parcel.bytes(count: 4096))) }
            for _ in 0..<20 { #expect(try await dialled.receive() != nil) }
        }
    }
}
