public import CapnProto
private import Glibc
@_spi(CustomByteBufferAllocator) package import NIOCore

/// A message ready to be written, any number of times and to any number of connections.
///
/// Small segments are gathered once; those of 16 KiB and more are written from where they lie. The frame keeps the message
/// alive where there are any, and else has all of it.
public struct OutgoingFrame: Sendable {
    /// Segments from this size on are not copied.
    package static let uncopiedByteCount = 16 << 10

    /// Bytes of table and segments.
    public let byteCount: Int
    /// The same bytes, for the system to gather.
    package let buffers: [ByteBuffer]
    /// Memory that it takes until it is written: that of the buffers, and what a frame costs however small it is.
    let heldByteCount: Int
    /// Owns what buffers view.
    private let owner: OutgoingMessage?

    /// What a frame costs beside its bytes: what it is made of, and what waits for its end.
    static let overheadByteCount = 512

    /// Prepares a message.
    public init(_ message: OutgoingMessage) {
        byteCount = message.byteCount
        var buffers: [ByteBuffer] = []
        var owner: OutgoingMessage?
        var gathered = ByteBuffer(bytes: message.segmentTable)
        for segment in message.segments {
            if segment.byteCount < Self.uncopiedByteCount {
                // The segment lives as long as the message.
                unsafe gathered.writeBytes(segment.bytes)
            } else {
                owner = message
                if gathered.readableBytes > 0 { buffers.append(gathered) }
                gathered = ByteBuffer()
                buffers.append(unsafe Self.view(of: segment.bytes))
            }
        }
        if gathered.readableBytes > 0 { buffers.append(gathered) }
        self.buffers = buffers
        self.owner = owner
        heldByteCount = buffers.reduce(Self.overheadByteCount) { $0 + $1.storageCapacity }
    }

    /// A buffer over memory that it doesn't own: NIO only reads it, and whoever writes the frame keeps the frame, and
    /// so the memory, until the write is done.
    private static func view(of bytes: UnsafeRawBufferPointer) -> ByteBuffer {
        let allocator = unsafe ByteBufferAllocator(
            allocate: { unsafe malloc($0) },
            reallocate: { unsafe refuseToReallocate($0, $1, $2) },
            deallocate: { _ in },
            copy: { unsafe $0.copyMemory(from: $1, byteCount: $2) })
        return unsafe ByteBuffer(
            takingOwnershipOf: UnsafeMutableRawBufferPointer(mutating: bytes), allocator: allocator)
    }
}

/// Buffers over a segment are never written, so never grown.
private func refuseToReallocate(
    _ memory: UnsafeMutableRawPointer?, _ oldByteCount: Int, _ newByteCount: Int
) -> UnsafeMutableRawPointer? {
    preconditionFailure("OutgoingFrame: a segment's buffer was asked to grow")
}
