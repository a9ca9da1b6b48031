import Testing
import Transport

@Suite struct DialerTests {
    @Test func `nobody listening is a clear error`() async throws {
        try await within {
            // A port that was free a moment ago.
            let (socket, address) = try RawSocket.listening(backlog: 1)
            _ = consume socket
            let error = await #expect(throws: TransportError.self) {
                try await Dialer(options: ConnectionOptions()).connect(to: address)
            }
            #expect(error == .unreachable(address, reason: "Connection refused"))
            #expect(error?.description == "can't reach \(address): Connection refused")
        }
    }

    @Test func `no answer is a clear error`() async throws {
        try await within {
            // Room for one connection that nobody accepts; the system leaves further ones without an answer.
            let (socket, address) = try RawSocket.listening(backlog: 0)
            let first = try RawSocket.connected(to: address)
            var options = ConnectionOptions()
            options.limits.connectTimeout = .milliseconds(200)
            let dialer = Dialer(options: options)
            let error = await #expect(throws: TransportError.self) {
                for _ in 0..<4 { _ = try await dialer.connect(to: address) }
            }
            #expect(error == .connectTimedOut(address, after: .milliseconds(200)))
            #expect(error?.description == "can't reach \(address): no answer within \(Duration.milliseconds(200))")
            withExtendedLifetime((socket, first)) {}
        }
    }
}
