import CapnProto
import NIOCore
import Testing
import Transport

@Suite struct OutgoingFrameTests {
    private final class Memory: @unchecked Sendable {
        // Sendable: never changed after `init`.
        let bytes: UnsafeRawBufferPointer

        init(byteCount: Int) {
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
            for index in memory.indices { memory[index] = UInt8(truncatingIfNeeded: index) }
            bytes = UnsafeRawBufferPointer(memory)
        }

        deinit {
            bytes.deallocate()
        }
    }

    private static func addresses(of frame: OutgoingFrame) -> [UInt] {
        frame.buffers.map { buffer in buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } }
    }

    @Test func `a large segment is written from where it lies`() throws {
        let memory = Memory(byteCount: OutgoingFrame.uncopiedByteCount)
        let builder = MessageBuilder()
        try builder.root.adoptData(memory.bytes, owner: memory)
        let frame = OutgoingFrame(builder.finish())
        #expect(Self.addresses(of: frame).contains(UInt(bitPattern: memory.bytes.baseAddress)))
        #expect(frame.buffers.count == 2)
    }

    @Test func `small segments are gathered into one buffer`() throws {
        let memory = Memory(byteCount: OutgoingFrame.uncopiedByteCount - 8)
        let builder = MessageBuilder()
        try builder.root.adoptData(memory.bytes, owner: memory)
        let frame = OutgoingFrame(builder.finish())
        #expect(frame.buffers.count == 1)
        #expect(!Self.addresses(of: frame).contains(UInt(bitPattern: memory.bytes.baseAddress)))
    }

    @Test(arguments: [0, 1, 8, 16_376, 16_384, 16_385, 100_000])
    func `the buffers together are the message`(_ count: Int) throws {
        let message = try Parcel.message(Parcel.bytes(count: count))
        let frame = OutgoingFrame(message)
        #expect(frame.buffers.flatMap { Array($0.readableBytesView) } == message.serialized())
        #expect(frame.byteCount == message.byteCount)
    }

    @Test func `a frame keeps the memory of its message alive`() throws {
        weak var memory: Memory?
        var frame: OutgoingFrame?
        do {
            let owned = Memory(byteCount: 65_536)
            memory = owned
            let builder = MessageBuilder()
            try builder.root.adoptData(owned.bytes, owner: owned)
            frame = OutgoingFrame(builder.finish())
        }
        #expect(memory != nil)
        #expect(frame?.buffers.last?.readableBytes == 65_536)
        frame = nil
        #expect(memory == nil)
    }
}
