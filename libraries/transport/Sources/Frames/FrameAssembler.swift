package import CapnProto
package import NIOCore

/// Makes frames of bytes that come in any pieces.
///
/// Nothing is allocated for a frame before its table has been checked.
package struct FrameAssembler {
    private let maximumSegments: Int
    private let memory: FrameMemory
    private var header: [UInt8] = []
    private var frame: IncomingFrame?

    /// Makes frames within `limits`.
    package init(limits: TransportLimits) {
        maximumSegments = limits.maximumSegments
        memory = FrameMemory(limitBytes: limits.idleFrameBytes)
    }

    /// Bytes of a frame that has begun and isn't complete; 0 between frames.
    package var pendingByteCount: Int { header.count + (frame?.filledByteCount ?? 0) }

    /// Takes what came up to the end of a frame, and returns that frame; nil once all is taken.
    ///
    /// Throws what the frame's table breaks, which may announce at most `frameBytes`; nothing comes after.
    package mutating func next(
        from buffer: inout ByteBuffer, upTo frameBytes: Int
    ) throws(WireError) -> IncomingFrame? {
        if frame == nil { try readHeader(from: &buffer, upTo: frameBytes) }
        guard let frame else { return nil }
        let byteCount = min(buffer.readableBytes, frame.missingByteCount)
        _ = unsafe buffer.readWithUnsafeReadableBytes { bytes in
            // Valid during the call, in which they are copied.
            unsafe frame.append(UnsafeRawBufferPointer(rebasing: bytes[..<byteCount]))
            return byteCount
        }
        guard frame.missingByteCount == 0 else { return nil }
        self.frame = nil
        header.removeAll(keepingCapacity: true)
        return frame
    }

    /// Collects the table; makes a frame once it is complete.
    private mutating func readHeader(from buffer: inout ByteBuffer, upTo frameBytes: Int) throws(WireError) {
        take(upTo: 4, from: &buffer)
        guard header.count >= 4 else { return }
        let limits = ReadLimits(segments: maximumSegments, totalBytes: frameBytes)
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
