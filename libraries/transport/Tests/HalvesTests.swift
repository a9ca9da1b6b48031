import Synchronization
import Testing
import Transport

@Suite struct HalvesTests {
    @Test(arguments: [1, 100_003]) func `a frame that goes on halfway arrives as a whole, in its turn`(
        count: Int
    ) async throws {
        try await Loopback.pair { dialled, accepted in
            let bytes = Parcel.bytes(count: count)
            let calls = Mutex(0)
            try await dialled.send(try Parcel.message([1]))
            try await dialled.send(try Parcel.frame(bytes)) {
                calls.withLock { $0 += 1 }
                return true
            }
            try await dialled.send(try Parcel.message([2]))
            #expect(try Parcel.contents(of: try await accepted.receive()) == [1])
            #expect(try Parcel.contents(of: try await accepted.receive()) == bytes)
            #expect(try Parcel.contents(of: try await accepted.receive()) == [2])
            #expect(calls.withLock { $0 } == 1)
        }
    }

    @Test func `a frame that is cut halfway leaves half of its bytes, and ends the connection`() async throws {
        try await Loopback.pair { dialled, accepted in
            let frame = try Parcel.frame(Parcel.bytes(count: 40_000))
            try await dialled.send(try Parcel.message([1]))
            try await dialled.send(frame) { false }
            #expect(try Parcel.contents(of: try await accepted.receive()) == [1])
            let expected = TransportError.truncated(peer: accepted.peer, receivedBytes: frame.byteCount / 2)
            await #expect(throws: expected) { try await accepted.receive() }
            await #expect(throws: TransportError.closed(peer: dialled.peer)) {
                try await dialled.send(frame) { true }
            }
        }
    }
}
