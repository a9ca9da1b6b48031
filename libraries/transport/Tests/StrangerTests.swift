import CapnProto
import Telemetry
import Testing
import Transport

/// What a peer may send before it has joined, and after.
@Suite struct StrangerTests {
    /// One that hasn't joined may send little, and nearly none after a burst.
    private static func options(_ meter: TrafficMeter = TrafficMeter()) -> ConnectionOptions {
        var options = ConnectionOptions(meter: meter)
        options.limits.strangerFrameBytes = 1024
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

    private static func tooLarge(_ connection: Connection, _ byteCount: Int, limit: Int) -> TransportError {
        .badFrame(peer: connection.peer, .messageTooLarge(byteCount: byteCount, limit: limit))
    }

    @Test func `a stranger that announces much is refused by the table alone`() async throws {
        let meter = TrafficMeter()
        try await Self.stranger(Self.options(meter)) { socket, connection in
            socket.write(Self.table(of: 1032))
            let expected = Self.tooLarge(connection, 1032, limit: 1024)
            await #expect(throws: expected) { try await connection.receive() }
            #expect(await connection.closed() == expected)
            #expect(expected.description.hasPrefix("\(connection.peer): bad frame: "))
            #expect(expected.description.contains("1032") && expected.description.contains("1024"))
            #expect(meter.badPeerCount == 1)
            #expect(socket.read(upTo: 1).isEmpty)
        }
    }

    @Test func `by itself a stranger may announce 64 KiB of the 256 MiB that a member may`() async throws {
        try await Self.stranger(ConnectionOptions()) { socket, connection in
            socket.write(Self.table(of: 65_536) + [UInt8](repeating: 0, count: 65_536) + Self.table(of: 65_544))
            let largest = try await connection.receive()
            #expect(largest?.byteCount == 65_544)
            await #expect(throws: Self.tooLarge(connection, 65_544, limit: 65_536)) { try await connection.receive() }
        }
        try await Self.stranger(ConnectionOptions()) { socket, connection in
            connection.peerHasJoined()
            socket.write(Self.table(of: (256 << 20) + 8))
            await #expect(throws: Self.tooLarge(connection, (256 << 20) + 8, limit: 256 << 20)) {
                try await connection.receive()
            }
        }
    }

    @Test func `who has joined may send what it was said to, and no more`() async throws {
        try await Self.stranger { socket, connection in
            connection.peerHasJoined(sendingUpTo: 4096)
            socket.write(Self.table(of: 4096) + [UInt8](repeating: 0, count: 4096))
            let largest = try await connection.receive()
            #expect(largest?.byteCount == 4104)
            socket.write(Self.table(of: 4104))
            await #expect(throws: Self.tooLarge(connection, 4104, limit: 4096)) { try await connection.receive() }
        }
    }

    @Test func `a limit that is raised holds from the next frame on`() async throws {
        try await Self.stranger { socket, connection in
            socket.write(Self.table(of: 8) + [UInt8](repeating: 0, count: 8))
            let first = try await connection.receive()
            #expect(first != nil)
            connection.allowFrames(upTo: 2048)
            socket.write(Self.table(of: 2048) + [UInt8](repeating: 0, count: 2048))
            let second = try await connection.receive()
            #expect(second?.byteCount == 2056)
        }
    }

    @Test(arguments: [false, true]) func `a stranger that sends frame after frame is cut off and named`(
        isGreeted: Bool
    ) async throws {
        let meter = TrafficMeter()
        try await Loopback.listening(Self.options(meter), areMembers: false) { address, accepted in
            let good = try await Dialer(options: ConnectionOptions()).connect(to: address)
            let goodAccepted = try await accepted.next()
            let bad = try RawSocket.connected(to: address)
            let connection = try await accepted.next()
            // Larger frames are no more frames.
            if isGreeted { connection.allowFrames(upTo: 1 << 20) }
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
            connection.peerHasJoined(sendingUpTo: 1024)
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
