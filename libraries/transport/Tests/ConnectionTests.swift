import CapnProto
import Synchronization
import Testing
import Transport

@Suite struct ConnectionTests {
    @Test(arguments: [0, 1, 8, 16_376, 16_384, 1_048_581, 20 << 20])
    func `a message comes back as it was sent`(_ count: Int) async throws {
        try await Loopback.pair { dialled, accepted in
            let bytes = Parcel.bytes(count: count)
            async let echo: Void = {
                guard let frame = try await accepted.receive() else { return }
                try await accepted.send(try Parcel.message(try Parcel.contents(of: frame) ?? []))
            }()
            try await dialled.send(try Parcel.message(bytes))
            let returned = try Parcel.contents(of: try await dialled.receive())
            #expect(returned == bytes)
            try await echo
        }
    }

    @Test func `frames arrive in the order of their sending, one frame on several connections`() async throws {
        try await Loopback.pair { first, firstAccepted in
            try await Loopback.pair { second, secondAccepted in
                let frames = try (0..<50).map { try Parcel.frame(Parcel.bytes(count: $0 * 1000, seed: $0)) }
                for frame in frames {
                    try await first.send(frame)
                    try await second.send(frame)
                }
                for index in 0..<50 {
                    let expected = Parcel.bytes(count: index * 1000, seed: index)
                    #expect(try Parcel.contents(of: try await firstAccepted.receive()) == expected)
                    #expect(try Parcel.contents(of: try await secondAccepted.receive()) == expected)
                }
            }
        }
    }

    @Test func `traffic counts whole frames with their tables`() async throws {
        try await Loopback.pair { dialled, accepted in
            let frame = try Parcel.frame(Parcel.bytes(count: 50_000))
            try await dialled.send(frame)
            try await dialled.flush()
            _ = try await accepted.receive()
            #expect(dialled.traffic.framesOut == 1)
            #expect(dialled.traffic.bytesOut == UInt64(frame.byteCount))
            #expect(accepted.traffic.framesIn == 1)
            #expect(accepted.traffic.bytesIn == UInt64(frame.byteCount))
        }
    }

    @Test func `a frame beyond the limit is refused before it is sent, and harms nothing`() async throws {
        var options = ConnectionOptions()
        options.limits.maximumFrameBytes = 4096
        try await Loopback.pair(dialling: options) { dialled, accepted in
            let frame = try Parcel.frame(Parcel.bytes(count: 4096))
            let expected = TransportError.frameTooLarge(
                peer: dialled.peer, bytes: frame.byteCount, limitBytes: 4096)
            await #expect(throws: expected) { try await dialled.send(frame) }
            #expect(throws: expected) { try dialled.trySend(frame) }
            #expect(throws: expected) { try dialled.enqueue(frame) }
            try await dialled.send(try Parcel.message([7]))
            #expect(try Parcel.contents(of: try await accepted.receive()) == [7])
        }
    }

    @Test func `a cancelled receiver leaves the connection as it was`() async throws {
        try await Loopback.pair { dialled, accepted in
            let receiver = Task { try await accepted.receive() }
            receiver.cancel()
            await #expect(throws: TransportError.cancelled(operation: "receiving from \(accepted.peer)")) {
                try await receiver.value
            }
            try await dialled.send(try Parcel.message([1, 2]))
            #expect(try Parcel.contents(of: try await accepted.receive()) == [1, 2])
        }
    }
}
