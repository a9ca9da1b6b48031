import NIOCore
import Testing
import Transport

@Suite struct FrameMemoryTests {
    /// Frames of this many bytes of text, one after the other through one assembler with room for `limit` bytes.
    private static func addresses(_ sizes: [Int], limit: Int, keeping: Bool) throws -> [UnsafeRawPointer?] {
        var limits = TransportLimits()
        limits.idleFrameBytes = limit
        var assembler = FrameAssembler(limits: limits)
        var kept: [IncomingFrame] = []
        var addresses: [UnsafeRawPointer?] = []
        for size in sizes {
            var bytes = ByteBuffer(bytes: try Parcel.message(Parcel.bytes(count: size)).serialized())
            while let frame = try assembler.next(from: &bytes, upTo: limits.maximumFrameBytes) {
                addresses.append(frame.segments.last?.baseAddress)
                if keeping { kept.append(frame) }
            }
        }
        #expect(addresses.count == sizes.count)
        return addresses
    }

    @Test func `frames of one size are received into the same memory once it is free`() throws {
        let sizes = Array(repeating: 1 << 20, count: 5)
        #expect(Set(try Self.addresses(sizes, limit: 4 << 20, keeping: false)).count == 1)
        #expect(Set(try Self.addresses(sizes, limit: 4 << 20, keeping: true)).count == 5)
    }
}
