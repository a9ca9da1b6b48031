import Synchronization
import Testing
import Transport

@Suite struct BackPressureTests {
    private static let frameByteCount = 256 << 10

    /// Little room at both ends.
    private static var narrow: ConnectionOptions {
        var options = ConnectionOptions()
        options.limits.inboundQueueBytes = 1 << 20
        options.limits.outboundQueueBytes = 1 << 20
        return options
    }

    /// Many more frames than the system buffers and both queues hold.
    private static let tooMany = 256

    /// Sends until there has been no room for a long row of attempts, and returns how many frames went.
    ///
    /// On a busy machine the system may make a little more room later: who relies on none goes on sending.
    private static func fill(
        _ connection: Connection, with frame: OutgoingFrame, below most: Int = 1024
    ) async throws -> Int {
        var count = 0
        var refusals = 0
        while refusals < 20_000 {
            if try connection.trySend(frame) {
                count += 1
                refusals = 0
                // What the system buffers is far less.
                guard count < most else { throw TooLate(description: "\(most) frames went, and nobody took one") }
            } else {
                refusals += 1
            }
            await Task.yield()
        }
        return count
    }

    @Test func `a peer that takes nothing suspends the sender until it does`() async throws {
        try await Loopback.pair(dialling: Self.narrow, accepting: Self.narrow) { dialled, accepted in
            let frame = try Parcel.frame(Parcel.bytes(count: Self.frameByteCount))
            let count = try await Self.fill(dialled, with: frame)
            let isSent = Mutex(false)
            let sender = Task {
                for _ in 0..<Self.tooMany { try await dialled.send(frame) }
                isSent.withLock { $0 = true }
            }
            for _ in 0..<1000 { await Task.yield() }
            #expect(!isSent.withLock { $0 })
            for _ in 0..<count + Self.tooMany { #expect(try await accepted.receive()?.byteCount == frame.byteCount) }
            try await sender.value
        }
    }

    @Test func `a sender that waits for room can be cancelled`() async throws {
        try await Loopback.pair(dialling: Self.narrow, accepting: Self.narrow) { dialled, _ in
            let frame = try Parcel.frame(Parcel.bytes(count: Self.frameByteCount))
            _ = try await Self.fill(dialled, with: frame)
            let sender = Task { for _ in 0..<Self.tooMany { try await dialled.send(frame) } }
            sender.cancel()
            await #expect(throws: TransportError.cancelled(operation: "sending to \(dialled.peer)")) {
                try await sender.value
            }
        }
    }

    @Test func `senders that wait for room hear that the connection is gone`() async throws {
        try await Loopback.pair(dialling: Self.narrow, accepting: Self.narrow) { dialled, accepted in
            let frame = try Parcel.frame(Parcel.bytes(count: Self.frameByteCount))
            _ = try await Self.fill(dialled, with: frame)
            let senders = (0..<3).map { _ in
                Task { for _ in 0..<Self.tooMany { try await dialled.send(frame) } }
            }
            let flusher = Task { try await dialled.flush() }
            accepted.abort()
            for sender in senders { await #expect(throws: TransportError.self) { try await sender.value } }
            await #expect(throws: TransportError.self) { try await flusher.value }
        }
    }

    @Test func `a full queue ends the connection of one who doesn't wait`() async throws {
        try await Loopback.pair(dialling: Self.narrow, accepting: Self.narrow) { dialled, _ in
            let frame = try Parcel.frame(Parcel.bytes(count: Self.frameByteCount))
            _ = try await Self.fill(dialled, with: frame)
            let expected = TransportError.outboundQueueFull(peer: dialled.peer, limitBytes: 1 << 20)
            #expect(throws: expected) { for _ in 0..<Self.tooMany { try dialled.enqueue(frame) } }
            #expect(await dialled.closed() == expected)
            await #expect(throws: expected) { try await dialled.receive() }
            #expect(throws: expected) { try dialled.trySend(frame) }
            await #expect(throws: expected) { try await dialled.flush() }
        }
    }

    /// Of the smallest frames a queue holds what they cost: 2,000, and what one reading brings, and not 40,000.
    @Test func `small frames fill a queue by what they cost`() async throws {
        try await Loopback.pair(dialling: Self.narrow, accepting: Self.narrow) { dialled, accepted in
            _ = try await Self.fill(dialled, with: try Parcel.frame([]), below: 10_000_000)
            #expect(accepted.traffic.framesIn < 20_000)
        }
    }

    /// Frames larger than what is read at a time, each more than the receiver's queue: reading stops and goes on with
    /// every frame, in the middle of the next one.
    @Test func `reading goes on after every stop`() async throws {
        var options = ConnectionOptions()
        options.limits.inboundQueueBytes = 1
        try await Loopback.pair(accepting: options) { dialled, accepted in
            let sender = Task {
                for index in 0..<40 {
                    try await dialled.send(try Parcel.message(Parcel.bytes(count: 300_000, seed: index)))
                }
            }
            for index in 0..<40 {
                let expected = Parcel.bytes(count: 300_000, seed: index)
                #expect(try Parcel.contents(of: try await accepted.receive()) == expected)
            }
            try await sender.value
        }
    }
}
