import Admission
import CapnProto
import Testing
import Transport

@Suite struct AdmissionTests {
    private static func options(_ token: String? = "a secret of this run's services") throws -> ConnectionOptions {
        var options = ConnectionOptions()
        // What isn't about the deadline doesn't meet it, however loaded the machine is.
        options.limits.handshakeTimeout = .seconds(60)
        options.admission = try token.map { AdmissionTerms(token: try JoinToken($0)) }
        return options
    }

    @Test func `frames of any size pass between two who have the token`() async throws {
        let options = try Self.options()
        try await Loopback.pair(dialling: options, accepting: options) { dialled, accepted in
            // Less than a record, exactly one and more, and many.
            for count in [1, 65_512, 65_520, 65_528, 65_536, 10_000_000] {
                let bytes = Parcel.bytes(count: count)
                try await dialled.send(try Parcel.message(bytes))
                #expect(try Parcel.contents(of: try await accepted.receive()) == bytes)
                try await accepted.send(try Parcel.message(bytes))
                #expect(try Parcel.contents(of: try await dialled.receive()) == bytes)
            }
            await dialled.close()
            #expect(try await accepted.receive() == nil)
        }
    }

    @Test func `another token is refused, and the one who dials knows why`() async throws {
        try await Loopback.listening(try Self.options()) { address, _ in
            let error = await #expect(throws: TransportError.self) {
                try await Dialer(options: try Self.options("a secret of another run")).connect(to: address)
            }
            #expect(error == .notAdmitted(peer: "\(address)", .wrongToken))
            #expect(error?.description == "\(address): the peer has another join token")
        }
    }

    @Test func `without a token nobody gets in where one is asked for, and is told so`() async throws {
        try await Loopback.listening(try Self.options()) { address, _ in
            let connection = try await Dialer(options: ConnectionOptions()).connect(to: address)
            try await connection.send(try Parcel.message([1]))
            let error = await #expect(throws: TransportError.self) { try await connection.receive() }
            #expect(error == .otherProtocol(peer: "\(address)", .joinHandshake))
            #expect(error?.description == "\(address): it asks for a join token, and none is set here")
        }
    }

    @Test func `a token where none is asked for is an error at both ends`() async throws {
        try await Loopback.listening { address, accepted in
            let dialling = Task { try await Dialer(options: try Self.options()).connect(to: address) }
            let connection = try await accepted.next()
            let heard = await #expect(throws: TransportError.self) { try await connection.receive() }
            #expect(heard == .otherProtocol(peer: connection.peer, .joinHandshake))
            connection.abort()
            let error = await #expect(throws: TransportError.self) { try await dialling.value }
            #expect(error == .notAdmitted(peer: "\(address)", .gone))
        }
    }

    @Test func `who says nothing is let go after the deadline`() async throws {
        var options = try Self.options()
        options.limits.handshakeTimeout = .milliseconds(50)
        try await Loopback.listening(options) { address, _ in
            let peer = try RawSocket.connected(to: address)
            // Ends with nothing, or a reset: the service has closed.
            #expect(peer.read(upTo: 1).isEmpty)
        }
    }

    @Test(arguments: [(0x16, 2), (0x15, 2), (0x47, 3), (0xff, 3)] as [(UInt8, UInt8)])
    func `who says something else is told that a token is asked for, or no TLS`(
        first: UInt8, refusal: UInt8
    ) async throws {
        try await Loopback.listening(try Self.options()) { address, _ in
            let peer = try RawSocket.connected(to: address)
            peer.write([first])
            #expect(peer.read(upTo: 10) == Array("PANGEA\u{0}\u{2}\u{5}".utf8) + [refusal])
            #expect(peer.read(upTo: 1).isEmpty)
        }
    }

    @Test(
        arguments: [
            ([0x16, 3, 1, 2, 0, 1, 0, 1], OtherProtocol.tls), (Array("GET / HT".utf8), .http),
            (Array("PANGEA\u{0}\u{2}".utf8), .joinHandshake),
        ])
    func `who speaks another protocol is named by it`(bytes: [UInt8], other: OtherProtocol) async throws {
        try await Loopback.listening { address, accepted in
            let peer = try RawSocket.connected(to: address)
            peer.write(bytes)
            let connection = try await accepted.next()
            let error = await #expect(throws: TransportError.self) { try await connection.receive() }
            #expect(error == .otherProtocol(peer: connection.peer, other))
            withExtendedLifetime(peer) {}
        }
    }

    @Test func `one address gets no more connections than its share`() async throws {
        var options = ConnectionOptions()
        options.limits.maximumConnectionsPerAddress = 1
        try await Loopback.listening(options) { address, accepted in
            let first = try await Dialer(options: ConnectionOptions()).connect(to: address)
            let served = try await accepted.next()
            let second = try await Dialer(options: ConnectionOptions()).connect(to: address)
            #expect((try? await second.receive()) == nil)
            try await served.send(try Parcel.message([1]))
            #expect(try Parcel.contents(of: try await first.receive()) == [1])
            first.abort()
        }
    }
}
