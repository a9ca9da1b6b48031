import Testing
import Transport

@Suite struct EndingTests {
    private struct Refusal: Error {}

    @Test func `closing writes everything that was queued`() async throws {
        try await Loopback.pair { dialled, accepted in
            let bytes = Parcel.bytes(count: 20 << 20)
            try await dialled.send(try Parcel.message(bytes))
            try await dialled.send(try Parcel.message([1]))
            async let closing: Void = dialled.close()
            #expect(try Parcel.contents(of: try await accepted.receive()) == bytes)
            #expect(try Parcel.contents(of: try await accepted.receive()) == [1])
            #expect(try await accepted.receive() == nil)
            await accepted.close()
            await closing
            #expect(await dialled.closed() == nil)
            #expect(await accepted.closed() == nil)
            await #expect(throws: TransportError.closed(peer: dialled.peer)) {
                try await dialled.send(try Parcel.message([2]))
            }
        }
    }

    @Test func `one side may end and still be sent to`() async throws {
        try await Loopback.pair { dialled, accepted in
            async let closing: Void = dialled.close()
            #expect(try await accepted.receive() == nil)
            try await accepted.send(try Parcel.message([3]))
            #expect(try Parcel.contents(of: try await dialled.receive()) == [3])
            await accepted.close()
            await closing
        }
    }

    @Test func `a last frame is never lost to the end behind it`() async throws {
        try await Loopback.listening { address, accepted in
            for index in 0..<300 {
                let dialled = try await Dialer(options: ConnectionOptions()).connect(to: address)
                let connection = try await accepted.next()
                let receiver = Task { (try await connection.receive(), try await connection.receive()) }
                try await dialled.send(try Parcel.message([1]))
                async let closing: Void = dialled.close()
                let (frame, end) = try await receiver.value
                #expect(try Parcel.contents(of: frame) == [1], "connection \(index)")
                #expect(end == nil)
                await connection.close()
                await closing
            }
        }
    }

    @Test func `closing gives up on a peer that takes nothing`() async throws {
        try await within {
            let (deaf, address) = try RawSocket.listening(backlog: 4)
            var options = ConnectionOptions()
            options.limits.flushTimeout = .milliseconds(100)
            let connection = try await Dialer(options: options).connect(to: address)
            try await connection.send(try Parcel.message([UInt8](repeating: 1, count: 48 << 20)))
            await connection.close()
            let expected = TransportError.failed(
                peer: connection.peer, operation: "closing",
                reason: "what is queued was not taken in \(Duration.milliseconds(100))")
            #expect(await connection.closed() == expected)
            withExtendedLifetime(deaf) {}
        }
    }

    @Test func `closing hurries when its task is cancelled`() async throws {
        try await within {
            let (deaf, address) = try RawSocket.listening(backlog: 4)
            var options = ConnectionOptions()
            options.limits.flushTimeout = .seconds(3600)
            options.limits.closeTimeout = .milliseconds(100)
            let connection = try await Dialer(options: options).connect(to: address)
            try await connection.send(try Parcel.message([UInt8](repeating: 1, count: 48 << 20)))
            let closing = Task { await connection.close() }
            closing.cancel()
            await closing.value
            #expect(await connection.closed() != nil)
            withExtendedLifetime(deaf) {}
        }
    }

    @Test func `closing doesn't wait for a peer that never ends`() async throws {
        try await within {
            let (deaf, address) = try RawSocket.listening(backlog: 4)
            var options = ConnectionOptions()
            options.limits.closeTimeout = .milliseconds(100)
            let connection = try await Dialer(options: options).connect(to: address)
            try await connection.send(try Parcel.message([1]))
            await connection.close()
            #expect(await connection.closed() == nil)
            withExtendedLifetime(deaf) {}
        }
    }

    @Test func `what is queued on an aborted connection is lost and said to be`() async throws {
        try await within {
            let (deaf, address) = try RawSocket.listening(backlog: 4)
            let connection = try await Dialer(options: ConnectionOptions()).connect(to: address)
            try await connection.send(try Parcel.message([UInt8](repeating: 1, count: 48 << 20)))
            let flusher = Task { try await connection.flush() }
            connection.abort()
            let closed = TransportError.closed(peer: connection.peer)
            await #expect(throws: closed) { try await flusher.value }
            await #expect(throws: closed) { try await connection.send(try Parcel.message([1])) }
            await #expect(throws: closed) { try await connection.receive() }
            #expect(await connection.closed() == nil)
            withExtendedLifetime(deaf) {}
        }
    }

    @Test func `the reason of an abort is what everybody hears`() async throws {
        try await Loopback.pair { dialled, _ in
            let receiver = Task { try await dialled.receive() }
            let reason = TransportError.cancelled(operation: "the test")
            dialled.abort(reason)
            await #expect(throws: reason) { try await receiver.value }
            await #expect(throws: reason) { try await dialled.send(try Parcel.message([1])) }
            #expect(await dialled.closed() == reason)
        }
    }

    @Test func `a borrowed connection ends with its borrower`() async throws {
        try await Loopback.listening { address, accepted in
            let dialer = Dialer(options: ConnectionOptions())
            let answer = try await dialer.withConnection(to: address) { connection in
                let other = try await accepted.next()
                try await connection.send(try Parcel.message([1]))
                _ = try await other.receive()
                Task {
                    _ = try await other.receive()
                    await other.close()
                }
                return 42
            }
            #expect(answer == 42)
            await #expect(throws: Refusal.self) {
                try await dialer.withConnection(to: address) { _ in throw Refusal() }
            }
            _ = try? await accepted.next().receive()
        }
    }
}
