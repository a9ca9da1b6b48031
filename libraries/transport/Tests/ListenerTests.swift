import Synchronization
import Testing
import Transport

@Suite struct ListenerTests {
    private struct Refusal: Error {}

    @Test func `what a handler throws ends its connection alone`() async throws {
        try await within {
            let listener = try await Listener.bind(
                to: try .anyLocal, options: ConnectionOptions(), logger: Loopback.logger)
            async let serving: Void = listener.run { connection in
                guard let frame = try await connection.receive() else { return }
                if try Parcel.contents(of: frame) == [0] { throw Refusal() }
                try await connection.send(try Parcel.message(try Parcel.contents(of: frame) ?? []))
            }
            let dialer = Dialer(options: ConnectionOptions())
            let (bad, good) = (
                try await dialer.connect(to: listener.address), try await dialer.connect(to: listener.address)
            )
            try await bad.send(try Parcel.message([0]))
            #expect(try await bad.receive() == nil)
            try await good.send(try Parcel.message([5]))
            #expect(try Parcel.contents(of: try await good.receive()) == [5])
            #expect(try await good.receive() == nil)
            await bad.close()
            await good.close()
            listener.stop()
            await serving
        }
    }

    @Test func `after stopping, open connections end in their own time and none come`() async throws {
        try await within {
            let listener = try await Listener.bind(
                to: try .anyLocal, options: ConnectionOptions(), logger: Loopback.logger)
            async let serving: Void = listener.run { connection in
                while let frame = try await connection.receive() {
                    try await connection.send(try Parcel.message(try Parcel.contents(of: frame) ?? []))
                }
            }
            let dialer = Dialer(options: ConnectionOptions())
            let connection = try await dialer.connect(to: listener.address)
            try await connection.send(try Parcel.message([1]))
            #expect(try await connection.receive() != nil)
            listener.stop()
            // Refused once the port is closed; until then the system may take a connection that nobody serves.
            while let late = try? await dialer.connect(to: listener.address) { late.abort() }
            try await connection.send(try Parcel.message([2]))
            #expect(try Parcel.contents(of: try await connection.receive()) == [2])
            await connection.close()
            await serving
        }
    }

    @Test func `cancelling ends handlers that wait`() async throws {
        try await within {
            let listener = try await Listener.bind(
                to: try .anyLocal, options: ConnectionOptions(), logger: Loopback.logger)
            let serving = Task {
                await listener.run { connection in
                    try await connection.send(try Parcel.message([1]))
                    _ = try await connection.receive()
                }
            }
            let connection = try await Dialer(options: ConnectionOptions()).connect(to: listener.address)
            _ = try await connection.receive()
            serving.cancel()
            #expect(try await connection.receive() == nil)
            await connection.close()
            await serving.value
        }
    }

    @Test func `connections beyond the limit are closed at once, and there is room again later`() async throws {
        try await within {
            var options = ConnectionOptions()
            options.limits.maximumConnections = 1
            let listener = try await Listener.bind(to: try .anyLocal, options: options, logger: Loopback.logger)
            let (leaving, left) = AsyncStream<Void>.makeStream()
            async let serving: Void = listener.run { connection in
                try await connection.send(try Parcel.message([1]))
                _ = try await connection.receive()
                left.yield()
            }
            let dialer = Dialer(options: ConnectionOptions())
            let first = try await dialer.connect(to: listener.address)
            #expect(try await first.receive() != nil)
            let second = try await dialer.connect(to: listener.address)
            #expect((try? await second.receive()) == nil)
            await first.close()
            for await _ in leaving { break }
            // The handler has returned; its place is free as soon as its connection is closed.
            var served = false
            while !served {
                let third = try await dialer.connect(to: listener.address)
                served = (try? await third.receive()) != nil
                await third.close()
            }
            listener.stop()
            await serving
        }
    }

    @Test func `a port in use is a clear error`() async throws {
        try await within {
            let listener = try await Listener.bind(
                to: try .anyLocal, options: ConnectionOptions(), logger: Loopback.logger)
            let address = listener.address
            #expect(address.port > 0)
            let error = await #expect(throws: TransportError.self) {
                try await Listener.bind(to: address, options: ConnectionOptions(), logger: Loopback.logger)
            }
            #expect(error == .cannotListen(address, reason: "Address already in use"))
            #expect(error?.description == "can't listen on \(address): Address already in use")
            listener.stop()
        }
    }

    @Test func `an address of another machine can't be listened on`() async throws {
        try await within {
            let address = try Address(host: "192.0.2.1", port: 0)
            let error = await #expect(throws: TransportError.self) {
                try await Listener.bind(to: address, options: ConnectionOptions(), logger: Loopback.logger)
            }
            #expect(error == .cannotListen(address, reason: "Cannot assign requested address"))
        }
    }
}
