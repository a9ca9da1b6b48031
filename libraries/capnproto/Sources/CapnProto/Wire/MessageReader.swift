/// A message that came from somewhere.
///
/// It and all readers made from it keep its bytes alive, so none outlives them; they may be shared between threads.
///
/// Nothing but the segment table is checked up front: each pointer is when it is followed, which is why getters of
/// structs, lists, text and data throw.
public struct MessageReader: Sendable {
    @usableFromInline let arena: ReadArena

    @inlinable
    @inline(__always)
    init(arena: ReadArena) {
        self.arena = arena
    }

    /// Reads a message from a copy of its bytes, segment table included.
    ///
    /// What follows the message is ignored.
    ///
    /// Throws `.truncated`, `.tooManySegments` and `.messageTooLarge`.
    public init(copying bytes: RawSpan, limits: ReadLimits = .default) throws(WireError) {
        let onlyWordCount = unsafe try bytes.withUnsafeBytes { (source) throws(WireError) in
            unsafe try SegmentTable.onlyWordCount(of: source, limits: limits)
        }
        if let onlyWordCount {
            let memory = unsafe WordMemory.allocate(byteCount: onlyWordCount * 8 + 64, isZeroed: false)
            let base = unsafe memory.alignedUp(toMultipleOf: 64)
            // As many words follow the table's, and `memory` has room for them.
            unsafe bytes.withUnsafeBytes { source in
                guard onlyWordCount > 0, let start = source.baseAddress else { return }
                unsafe base.copyMemory(from: start + 8, byteCount: onlyWordCount * 8)
            }
            let segment = unsafe Segment(base: UnsafeRawPointer(base), wordCount: onlyWordCount)
            self.init(arena: unsafe ReadArena(only: segment, taking: memory, limits: limits))
            return
        }
        let table = try SegmentTable(parsing: bytes, limits: limits)
        let byteCount = table.bodyByteCount
        let start = table.headerByteCount
        guard bytes.byteCount - start >= byteCount else {
            throw .truncated(expectedByteCount: start + byteCount, actualByteCount: bytes.byteCount)
        }
        let memory = WordMemory(wordCount: byteCount / 8)
        let body = unsafe UnsafeMutableRawBufferPointer(start: memory.base, count: byteCount)
        // `bytes` reaches to `start + byteCount` at least, and `body` is as long as what is copied.
        unsafe bytes.withUnsafeBytes { source in
            unsafe body.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + byteCount]))
        }
        unsafe try self.init(body: UnsafeRawBufferPointer(body), table: table, owner: memory, limits: limits)
    }

    /// Reads a message from a copy of its bytes, segment table included.
    ///
    /// What follows the message is ignored.
    public init(copying bytes: [UInt8], limits: ReadLimits = .default) throws(WireError) {
        // A byte's bytes are all its own.
        unsafe try self.init(copying: bytes.span.bytes, limits: limits)
    }

    /// Reads a message in place, segment table included, as it stands in a stream or file.
    ///
    /// What follows the message is ignored. The caller promises that nobody changes the memory as long as `owner` lives.
    /// Throws `.truncated`, `.tooManySegments`, `.messageTooLarge`, and `.misalignedSegment` unless the bytes start on a
    /// multiple of 8.
    @unsafe
    @inlinable
    @inline(__always)
    public init(
        bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, limits: ReadLimits = .default
    ) throws(WireError) {
        self.init(arena: unsafe try .inPlace(bytes, owner: owner, limits: limits))
    }

    /// Reads a message in place whose segments lie one behind the other in `body`, as `table` says.
    ///
    /// The caller promises that nobody changes the memory as long as `owner` lives. Throws `.truncated` when `body` is
    /// shorter than the table says, `.misalignedSegment` unless it starts on a multiple of 8 bytes.
    @unsafe
    public init(
        body: UnsafeRawBufferPointer, table: SegmentTable, owner: any AnyObject & Sendable,
        limits: ReadLimits = .default
    ) throws(WireError) {
        unsafe try self.init(body: body, table: table, anyOwner: owner, limits: limits)
    }

    init(
        body: UnsafeRawBufferPointer, table: SegmentTable, anyOwner: AnyObject, limits: ReadLimits
    ) throws(WireError) {
        guard body.count >= table.bodyByteCount else {
            throw .truncated(expectedByteCount: table.bodyByteCount, actualByteCount: body.count)
        }
        var segments: [UnsafeRawBufferPointer] = unsafe []
        unsafe segments.reserveCapacity(table.wordCounts.count)
        var offset = 0
        for wordCount in table.wordCounts {
            // In bounds: the sum of all is at most `body.count`.
            unsafe segments.append(UnsafeRawBufferPointer(rebasing: body[offset..<offset + wordCount * 8]))
            offset += wordCount * 8
        }
        unsafe try self.init(segments: segments, anyOwner: anyOwner, limits: limits)
    }

    /// Reads a message in place from its segments, at least one.
    ///
    /// The caller promises that nobody changes the memory as long as `owner` lives. Throws `.misalignedSegment` unless
    /// each segment is a multiple of 8 bytes from a multiple of 8 on, and the errors of the limits.
    @unsafe
    public init(
        segments: [UnsafeRawBufferPointer], owner: any AnyObject & Sendable, limits: ReadLimits = .default
    ) throws(WireError) {
        unsafe try self.init(segments: segments, anyOwner: owner, limits: limits)
    }

    private init(
        segments: [UnsafeRawBufferPointer], anyOwner: AnyObject, limits: ReadLimits
    ) throws(WireError) {
        guard unsafe segments.count <= limits.segments else {
            throw .tooManySegments(count: unsafe segments.count, limit: limits.segments)
        }
        var checked: [Segment] = []
        var total = 0
        let empty = WordMemory(wordCount: 0)
        for unsafe(index, bytes) in unsafe segments.enumerated() {
            // An empty segment has no words whose address could matter.
            let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(empty.base)
            guard unsafe Int(bitPattern: base) % 8 == 0 || bytes.isEmpty, bytes.count % 8 == 0 else {
                throw .misalignedSegment(segment: index)
            }
            total += bytes.count
            unsafe checked.append(Segment(base: base, wordCount: bytes.count / 8))
        }
        guard total <= limits.totalBytes else { throw .messageTooLarge(byteCount: total, limit: limits.totalBytes) }
        guard let first = checked.first else { throw .missingRoot }
        arena = ReadArena(first: first, others: Array(checked.dropFirst()), owner: anyOwner, limits: limits)
    }

    /// The root pointer.
    ///
    /// Throws `.missingRoot` when the first segment is empty.
    @inlinable
    public var root: PointerReader {
        get throws(WireError) {
            // The first segment has a word, as `rootLocation` has checked.
            unsafe PointerReader(
                arena: arena, location: try arena.rootLocation, segmentIndex: 0, nesting: arena.nestingLevels)
        }
    }

    /// The root struct; an empty one if the root pointer is null.
    @inlinable
    @inline(__always)
    public func root<Schema: CapnProtoStruct>(as type: Schema.Type) throws(WireError) -> Schema.Reader {
        Schema.Reader(raw: StructReader(arena: arena, place: try arena.rootPlace()))
    }
}
