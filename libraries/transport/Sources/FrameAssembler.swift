package import CapnProto
package import NIOCore

/// Makes frames of bytes that come in any pieces.
///
/// Nothing is allocated for a frame before its table has been checked.
package struct FrameAssembler {
    private let limits: ReadLimits
    private let memory: FrameMemory
    private var header: [UInt8] = []
    private var frame: IncomingFrame?

    /// Makes frames within `limits`.
    package init(limits: TransportLimits) {
        self.limits = .init(
            segments: limits.maximumSegments, totalBytes: limits.maximumFrameBytes)
        memory = FrameMemory(limitBytes: limits.inboundQueueBytes)
    }

    /// Bytes of a frame that has begun and isn't complete; 0 between frames.
    package var pendingByteCount: Int { header.count + (frame?.filledByteCount ?? 0) }

    /// Takes what came, and gives each complete frame to `deliver`.
    ///
    /// Throws what the table breaks.
    package mutating func consume(
        _ buffer: inout ByteBuffer, deliver: (IncomingFrame) -> Void
    ) throws(WireError) {
        while buffer.readableBytes > 0 {
            if frame == nil { try readHeader(from: &buffer) }
            guard let frame else { return }
            let byteCount = min(buffer.readableBytes, frame.missingByteCount)
            _ = unsafe buffer.readWithUnsafeReadableBytes { bytes in
                // Valid during the call, in which they are copied.
                unsafe frame.append(UnsafeRawBufferPointer(rebasing: bytes[..<byteCount]))
                return byteCount
            }
            guard frame.missingByteCount == 0 else { return }
            self.frame = nil
            header.removeAll(keepingCapacity: true)
            deliver(frame)
        }
    }

    /// Collects the table; makes a frame once it is complete.
    private mutating func readHeader(from buffer: inout ByteBuffer) throws(WireError) {
        take(upTo: 4, from: &buffer)
        guard header.count >= 4 else { return }
        // Any bytes make a table's words.
        let byteCount = try unsafe SegmentTable.headerByteCount(of: header.span.bytes, limits: limits)
        take(upTo: byteCount, from: &buffer)
        guard header.count == byteCount else { return }
        frame = IncomingFrame(table: try unsafe SegmentTable(parsing: header.span.bytes, limits: limits), in: memory)
    }

    private mutating func take(upTo byteCount: Int, from buffer: inout ByteBuffer) {
        let missing = min(byteCount - header.count, buffer.readableBytes)
        guard missing > 0, let bytes = buffer.readBytes(length: missing) else { return }
        header += bytes
    }
}
