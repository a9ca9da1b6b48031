import CapnProto
import Learning
import Testing
import Transport
import WireProtocol

@Suite struct ZeroCopyTests {
    private static func address<Element>(of values: WireValues<Element>) -> UInt {
        values.span.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }

    private static func places(of message: OutgoingMessage) -> [UInt] {
        message.segments.map { UInt(bitPattern: $0.bytes.baseAddress) }
    }

    private static func holds(_ frame: IncomingFrame, _ address: UInt, byteCount: Int) -> Bool {
        frame.segments.contains { segment in
            let start = UInt(bitPattern: segment.baseAddress)
            return start <= address && address + UInt(byteCount) <= start + UInt(segment.count)
        }
    }

    @Test(arguments: [2, 1000, 1 << 20]) func `a gradient is sent from the arena where it was computed`(_ count: Int)
        throws
    {
        let arena = FloatArena(count: count)
        let values = WireValues<Float>(start: arena.baseAddress, count: count, owner: arena)
        let message = try Payload.gradientUpdate(Sample.push, bucket: 0, gradient: values).message(id: 1, sender: "")
        #expect(Self.places(of: message).contains(UInt(bitPattern: arena.baseAddress)))
    }

    @Test func `two buckets of one arena are sent from where they lie`() throws {
        let arena = FloatArena(count: 4096)
        for (bucket, offset) in [0, 2048].enumerated() {
            let values = WireValues<Float>(start: arena.baseAddress + offset, count: 2048, owner: arena)
            let message = try Payload.parameters(lineage: Sample.digest(1), step: 0, bucket: bucket, values: values)
                .message(id: 1, sender: "")
            #expect(Self.places(of: message).contains(UInt(bitPattern: arena.baseAddress + offset)))
        }
    }

    @Test func `both tensors of a micro-batch are sent from their memory`() throws {
        let batch = Sample.batch()
        guard case .classIndices(let labels) = batch.labels, case .numbers(let features) = batch.features else {
            throw TooLate(description: "no class indices")
        }
        let places = Self.places(of: try Payload.trainingBatch(batch).message(id: 1, sender: ""))
        #expect(places.contains(Self.address(of: features)))
        #expect(places.contains(Self.address(of: labels)))
    }

    @Test(arguments: [4, 1000, 1 << 20])
    func `a tensor that came is read inside its frame, from 64 bytes`(_ count: Int) async throws {
        try await Wire.pair { dialled, accepted in
            let sent = Sample.values((0..<count).map { Float($0) })
            try await dialled.send(
                try Payload.gradientUpdate(Sample.push, bucket: 0, gradient: sent).message(id: 1, sender: ""))
            let frame = try #require(try await accepted.receive())
            guard case .gradientUpdate(_, _, let gradient) = try IncomingMessage(frame).payload else {
                throw TooLate(description: "no gradient came")
            }
            let address = Self.address(of: gradient)
            #expect(Self.holds(frame, address, byteCount: count * 4))
            #expect(address % 64 == 0)
            #expect(gradient.span[count - 1] == Float(count - 1))
        }
    }

    @Test func `a tensor that came keeps its frame alive`() async throws {
        try await Wire.pair { dialled, accepted in
            try await dialled.send(
                try Payload.parameters(
                    lineage: Sample.digest(1), step: 0, bucket: 0, values: Sample.values([1, 2, 3])
                ).message(id: 1, sender: ""))
            weak var frame: IncomingFrame?
            var received: WireValues<Float>?
            do {
                let owned = try #require(try await accepted.receive())
                frame = owned
                guard case .parameters(_, _, _, let values) = try IncomingMessage(owned).payload else {
                    throw TooLate(description: "no parameters came")
                }
                received = values
            }
            #expect(frame != nil)
            #expect(received?.span[2] == 3)
            received = nil
            #expect(frame == nil)
        }
    }

    @Test(arguments: [0, 1, 63, 64, 65, 1000]) func `tensor memory is aligned and zeroed`(_ byteCount: Int) {
        let memory = TensorMemory(byteCount: byteCount)
        #expect(memory.bytes.count == byteCount)
        #expect(UInt(bitPattern: memory.bytes.baseAddress) % 64 == 0)
        #expect(memory.bytes.allSatisfy { $0 == 0 })
    }
}
