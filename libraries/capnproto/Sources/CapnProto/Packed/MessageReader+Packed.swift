extension MessageReader {
    /// Reads a message in packed encoding, segment table included, and ignores what follows it.
    ///
    /// Throws `.truncated` when the bytes end before the message does, `.packedOverrun` when a run goes on behind it,
    /// `.tooManySegments` and `.messageTooLarge`, before memory is taken for what is too large.
    public init(unpacking bytes: RawSpan, limits: ReadLimits = .default) throws(WireError) {
        var byteCount = 0
        try self.init(unpacking: bytes, limits: limits, byteCount: &byteCount)
    }

    /// Reads a message in packed encoding, and tells how many of the bytes it took: where the next one of a stream
    /// begins.
    public init(unpacking bytes: RawSpan, limits: ReadLimits = .default, byteCount: inout Int) throws(WireError) {
        var decoder = PackedDecoder()
        var offset = 0
        if let wordCount = Self.unpackWordCount(bytes, limits: limits, decoder: &decoder, offset: &offset) {
            let memory = unsafe try Self.unpackBody(
                wordCount * 8, of: bytes, decoder: &decoder, offset: &offset, limits: limits)
            byteCount = offset
            let segment = unsafe Segment(base: UnsafeRawPointer(memory), wordCount: wordCount)
            self.init(arena: unsafe ReadArena(only: segment, taking: memory, limits: limits))
            return
        }
        let table = try Self.unpackTable(bytes, limits: limits, decoder: &decoder, offset: &offset)
        let memory = unsafe WordMemory(
            taking: try Self.unpackBody(
                table.bodyByteCount, of: bytes, decoder: &decoder, offset: &offset, limits: limits))
        byteCount = offset
        let body = unsafe UnsafeRawBufferPointer(start: memory.base, count: table.bodyByteCount)
        unsafe try self.init(body: body, table: table, owner: memory, limits: limits)
    }

    /// The words of a message's only segment, or nil where the message has more, or too few bytes to say: then nothing
    /// has been unpacked.
    private static func unpackWordCount(
        _ bytes: RawSpan, limits: ReadLimits, decoder: inout PackedDecoder, offset: inout Int
    ) -> Int? {
        var word: UInt64 = 0
        var ahead = decoder
        let (taken, produced) = unsafe bytes.withUnsafeBytes { source in
            unsafe withUnsafeMutableBytes(of: &word) { unsafe ahead.decode(source, into: $0) }
        }
        // The lower half counts segments but one.
        guard produced == 8, UInt32(truncatingIfNeeded: UInt64(littleEndian: word)) == 0, limits.segments > 0 else {
            return nil
        }
        decoder = ahead
        offset = taken
        return Int(UInt64(littleEndian: word) >> 32)
    }

    /// Unpacks the segments, one behind the other, to memory that is the caller's then.
    private static func unpackBody(
        _ bodyByteCount: Int, of bytes: RawSpan, decoder: inout PackedDecoder, offset: inout Int, limits: ReadLimits
    ) throws(WireError) -> UnsafeMutableRawPointer {
        guard bodyByteCount <= limits.totalBytes else {
            throw .messageTooLarge(byteCount: bodyByteCount, limit: limits.totalBytes)
        }
        // What can't be there needs no memory.
        let largest = PackedWords.largestUnpackedByteCount(of: bytes.byteCount - offset)
        guard decoder.isInsideRun || largest >= bodyByteCount else {
            throw .truncated(expectedByteCount: bodyByteCount, actualByteCount: largest)
        }
        // Unpacking writes all of it, or fails.
        let memory = unsafe WordMemory.allocate(byteCount: max(bodyByteCount, 8), isZeroed: false)
        let body = unsafe UnsafeMutableRawBufferPointer(start: memory, count: bodyByteCount)
        let produced = unsafe bytes.withUnsafeBytes { source in
            let (taken, produced) = unsafe decoder.decode(
                UnsafeRawBufferPointer(rebasing: source[offset...]), into: body)
            offset += taken
            return produced
        }
        if produced == bodyByteCount, !decoder.isInsideRun { return unsafe memory }
        unsafe WordMemory.deallocate(memory)
        guard produced == bodyByteCount else {
            throw .truncated(expectedByteCount: bodyByteCount, actualByteCount: produced)
        }
        throw .packedOverrun
    }

    /// Reads a message in packed encoding, segment table included, and ignores what follows it.
    public init(unpacking bytes: [UInt8], limits: ReadLimits = .default) throws(WireError) {
        // A byte's bytes are all its own.
        unsafe try self.init(unpacking: bytes.span.bytes, limits: limits)
    }

    private static func unpackTable(
        _ bytes: RawSpan, limits: ReadLimits, decoder: inout PackedDecoder, offset: inout Int
    ) throws(WireError) -> SegmentTable {
        var header: [UInt8] = []
        // The first word says how long the rest is.
        try unpack(8, of: bytes, to: &header, decoder: &decoder, offset: &offset)
        let byteCount = unsafe try SegmentTable.headerByteCount(of: header.span.bytes, limits: limits)
        try unpack(byteCount - 8, of: bytes, to: &header, decoder: &decoder, offset: &offset)
        return unsafe try SegmentTable(parsing: header.span.bytes, limits: limits)
    }

    private static func unpack(
        _ byteCount: Int, of bytes: RawSpan, to target: inout [UInt8], decoder: inout PackedDecoder, offset: inout Int
    ) throws(WireError) {
        guard byteCount > 0 else { return }
        let start = target.count
        target.append(contentsOf: repeatElement(0, count: byteCount))
        var taken = 0
        var produced = 0
        // In bounds: `offset` is what was taken before, and `target` was made so much longer.
        unsafe bytes.withUnsafeBytes { source in
            unsafe target.withUnsafeMutableBytes { target in
                (taken, produced) = unsafe decoder.decode(
                    UnsafeRawBufferPointer(rebasing: source[offset...]),
                    into: UnsafeMutableRawBufferPointer(rebasing: target[start...]))
            }
        }
        offset += taken
        guard produced == byteCount else {
            throw .truncated(expectedByteCount: start + byteCount, actualByteCount: start + produced)
        }
    }
}
