import CapnProto
import NIOCore
import Testing
import Transport

@Suite struct FrameAssemblerTests {
    /// A frame whose segments have these words.
    private static func frame(_ segments: [UInt64]...) -> [UInt8] {
        var table = [UInt32(segments.count - 1)] + segments.map { UInt32($0.count) }
        if table.count % 2 != 0 { table.append(0) }
        return bytes(table) + segments.flatMap { bytes($0) }
    }

    private static func bytes(_ numbers: [some FixedWidthInteger]) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    }

    /// Feeds the pieces, and returns each frame's segments.
    private static func assemble(
        _ pieces: [ArraySlice<UInt8>], limits: TransportLimits = TransportLimits()
    ) throws -> (frames: [[[UInt8]]], pending: Int) {
        var assembler = FrameAssembler(limits: limits)
        var frames: [[[UInt8]]] = []
        for piece in pieces {
            var buffer = ByteBuffer(bytes: piece)
            while let frame = try assembler.next(from: &buffer, upTo: limits.maximumFrameBytes) {
                frames.append(frame.segments.map { Array($0) })
            }
            #expect(buffer.readableBytes == 0)
        }
        return (frames, assembler.pendingByteCount)
    }

    private static let samples: [(bytes: [UInt8], segments: [[UInt8]])] = [
        (frame([]), [[]]),
        (frame([1, 2, 3]), [bytes([1, 2, 3] as [UInt64])]),
        (frame([4], []), [bytes([4] as [UInt64]), []]),
        (
            frame([5, 6], [], [7], Array(8..<20)),
            [bytes([5, 6] as [UInt64]), [], bytes([7] as [UInt64]), bytes(Array(8..<20) as [UInt64])]
        ),
    ]

    @Test func `frames come whole wherever their bytes are split in two`() throws {
        let stream = Self.samples.flatMap(\.bytes)
        for position in 0...stream.count {
            let (frames, pending) = try Self.assemble([stream[..<position], stream[position...]])
            #expect(frames == Self.samples.map(\.segments), "split at \(position)")
            #expect(pending == 0)
        }
    }

    @Test(arguments: 1...9) func `frames come whole from pieces of any size`(_ size: Int) throws {
        let stream = Self.samples.flatMap(\.bytes)
        let pieces = stride(from: 0, to: stream.count, by: size).map { stream[$0..<min($0 + size, stream.count)] }
        #expect(try Self.assemble(pieces).frames == Self.samples.map(\.segments))
    }

    @Test func `a frame that has begun is pending until its last byte`() throws {
        let bytes = Self.frame([1, 2], [3])
        for count in 0..<bytes.count {
            let (frames, pending) = try Self.assemble([bytes[..<count]])
            #expect(frames.isEmpty)
            #expect(pending == count)
        }
    }

    @Test func `every segment starts on 64 bytes`() throws {
        var assembler = FrameAssembler(limits: TransportLimits())
        var buffer = ByteBuffer(bytes: Self.frame([1], [2, 3], [], Array(0..<9), [4]))
        let frame = try #require(try assembler.next(from: &buffer, upTo: 1 << 20))
        let addresses = frame.segments.filter { !$0.isEmpty }.map { UInt(bitPattern: $0.baseAddress) }
        #expect(addresses.count == 4)
        #expect(addresses.allSatisfy { $0 % 64 == 0 })
    }

    @Test func `too many segments are refused by their count alone`() {
        var limits = TransportLimits()
        limits.maximumSegments = 3
        let error = #expect(throws: WireError.self) {
            try Self.assemble([Self.bytes([3] as [UInt32])[...]], limits: limits)
        }
        #expect(error == .tooManySegments(count: 4, limit: 3))
    }

    @Test func `a count of segments that wraps around is refused`() {
        let error = #expect(throws: WireError.self) { try Self.assemble([[0xff, 0xff, 0xff, 0xff]]) }
        #expect(error == .tooManySegments(count: 1 << 32, limit: 511))
    }

    @Test(arguments: [[UInt32.max], [5, 4], [4, 4, 1], [0, UInt32.max, UInt32.max]])
    func `a frame beyond the limit is refused by its table`(_ wordCounts: [UInt32]) {
        var limits = TransportLimits()
        limits.maximumFrameBytes = 64
        var table = [UInt32(wordCounts.count - 1)] + wordCounts
        if table.count % 2 != 0 { table.append(0) }
        let error = #expect(throws: WireError.self) { try Self.assemble([Self.bytes(table)[...]], limits: limits) }
        let byteCount = wordCounts.reduce(0) { $0 + Int($1) * 8 }
        #expect(error == .messageTooLarge(byteCount: byteCount, limit: 64))
    }

    @Test func `a frame at the limits is taken`() throws {
        var limits = TransportLimits()
        limits.maximumFrameBytes = 64
        limits.maximumSegments = 2
        let frames = try Self.assemble([Self.frame([1, 2, 3, 4], [5, 6, 7, 8])[...]], limits: limits).frames
        #expect(frames.count == 1)
    }

    @Test func `frames in front of a bad one still come, and none behind it`() throws {
        var assembler = FrameAssembler(limits: TransportLimits())
        var buffer = ByteBuffer(bytes: Self.frame([1]) + [0xff, 0xff, 0xff, 0xff] + Self.frame([2]))
        #expect(try assembler.next(from: &buffer, upTo: 1 << 20) != nil)
        for _ in 0..<2 {
            #expect(throws: WireError.self) { try assembler.next(from: &buffer, upTo: 1 << 20) }
        }
    }

    @Test func `the limit is the one of the moment at which the table is complete`() throws {
        var assembler = FrameAssembler(limits: TransportLimits())
        let bytes = Self.frame([1, 2])
        var (first, second) = (ByteBuffer(bytes: bytes[..<7]), ByteBuffer(bytes: bytes[7...]))
        #expect(try assembler.next(from: &first, upTo: 8) == nil)
        #expect(try assembler.next(from: &second, upTo: 16) != nil)
    }
}
