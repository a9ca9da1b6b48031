import CapnProto
import Testing
import Transport

@Suite struct BadPeerTests {
    /// What a peer does, and what its connection ends with.
    enum Misdeed: CaseIterable, Sendable {
        case nonsense
        case hugeFrame
        case endsInFrame
        case closesInFrame
        case resets

        func commit(to address: Address) throws -> RawSocket? {
            let peer = try RawSocket.connected(to: address)
            switch self {
            case .nonsense: peer.write([UInt8](repeating: 0xff, count: 64))
            case .hugeFrame: peer.write([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
            case .endsInFrame:
                peer.write([0, 0, 0, 0, 2, 0, 0, 0, 1])
                peer.endWriting()
            case .closesInFrame:
                peer.write([0, 0, 0, 0, 2, 0, 0, 0, 1])
                return nil
            case .resets:
                peer.write([0, 0, 0, 0, 2, 0, 0, 0, 1])
                peer.resetOnClose()
                return nil
            }
            return peer
        }

        func isExpected(_ error: TransportError?) -> Bool {
            switch (self, error) {
            case (.nonsense, .badFrame(_, .tooManySegments)): true
            case (.hugeFrame, .badFrame(_, .messageTooLarge)): true
            case (.endsInFrame, .truncated(_, receivedBytes: 9)): true
            case (.closesInFrame, .truncated(_, receivedBytes: 9)): true
            case (.resets, .failed(_, _, "Connection reset by peer")): true
            // The reset may overtake what was sent before it.
            case (.resets, .truncated): true
            default: false
            }
        }
    }

    @Test(arguments: Misdeed.allCases) func `a bad peer harms only itself`(_ misdeed: Misdeed) async throws {
        try await Loopback.listening { address, accepted in
            let dialer = Dialer(options: ConnectionOptions())
            let good = try await dialer.connect(to: address)
            let goodAccepted = try await accepted.next()
            let bad = try misdeed.commit(to: address)
            let badAccepted = try await accepted.next()
            let error = await #expect(throws: TransportError.self) { try await badAccepted.receive() }
            #expect(misdeed.isExpected(error), "got \(String(describing: error))")
            await badAccepted.close()
            withExtendedLifetime(bad) {}
            // The good one goes on, and others may come.
            try await good.send(try Parcel.message([1]))
            #expect(try Parcel.contents(of: try await goodAccepted.receive()) == [1])
            let later = try await dialer.connect(to: address)
            let laterAccepted = try await accepted.next()
            try await laterAccepted.send(try Parcel.message([2]))
            #expect(try Parcel.contents(of: try await later.receive()) == [2])
            good.abort()
            later.abort()
        }
    }
}
