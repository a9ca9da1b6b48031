/// A finished message, to be sent any number of times.
///
/// It never changes.
public struct OutgoingMessage: Sendable {
    private let arena: BuildArena

    /// The message that a finished arena holds.
    init(arena: BuildArena) {
        self.arena = arena
    }

    /// The segments in order, for a gather write behind `segmentTable`.
    public var segments: [OutgoingSegment] { (0..<segmentCount).map(segment(at:)) }

    /// How many segments there are.
    public var segmentCount: Int { arena.segmentCount }

    /// The segment at an index, which must be in bounds.
    public func segment(at index: Int) -> OutgoingSegment { arena.outgoingSegment(at: index) }

    /// The table that goes in front of the segments: count and sizes, padded to a multiple of 8 bytes.
    public var segmentTable: [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: segmentTableByteCount) { target, count in
            guard let start = target.baseAddress else { return }
            unsafe writeSegmentTable(to: UnsafeMutableRawPointer(start))
            count = segmentTableByteCount
        }
    }

    /// Bytes of the table.
    var segmentTableByteCount: Int { (segmentCount / 2 + 1) * 8 }

    /// Writes the table to memory that has room for it.
    func writeSegmentTable(to target: UnsafeMutableRawPointer) {
        // A number for the count, one for each segment, and a zero where that makes an odd count.
        let count = segmentCount
        unsafe target.storeBytes(of: UInt32(count - 1).littleEndian, as: UInt32.self)
        for index in 0..<count {
            let wordCount = UInt32(arena.segment(at: UInt32(index)).wordCount)
            unsafe target.storeBytes(of: wordCount.littleEndian, toByteOffset: 4 * (index + 1), as: UInt32.self)
        }
        if count % 2 == 0 { unsafe target.storeBytes(of: 0, toByteOffset: 4 * (count + 1), as: UInt32.self) }
    }

    /// Bytes of table and segments together.
    public var byteCount: Int {
        let count = segmentCount
        if count == 1 { return 8 &+ arena.segment(at: 0).wordCount &* 8 }
        var sum = segmentTableByteCount
        for index in 0..<count { sum += arena.segment(at: UInt32(index)).wordCount * 8 }
        return sum
    }

    /// Table and segments in one copy: what a file or a stream holds.
    public func serialized() -> [UInt8] {
        let byteCount = byteCount
        return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { target, count in
            unsafe write(to: UnsafeMutableRawBufferPointer(target))
            count = byteCount
        }
    }

    /// Table and segments in one copy that starts on a multiple of 8 bytes, so that it can be read in place.
    public func flattened() -> FlatMessage { FlatMessage(self) }

    /// Writes table and segments into memory that is there.
    ///
    /// `target` must have room for `byteCount`.
    public func write(into target: inout MutableRawSpan) {
        precondition(target.byteCount >= byteCount, "\(target.byteCount) bytes of room for \(byteCount)")
        unsafe target.withUnsafeMutableBytes { unsafe write(to: $0) }
    }

    func write(to target: UnsafeMutableRawBufferPointer) {
        guard var next = target.baseAddress else { return }
        // There is room for all: the caller's promise.
        if segmentCount == 1 {
            // A table of one word: no further segment, and the words of the only one.
            let segment = arena.segment(at: 0)
            unsafe next.storeBytes(of: (UInt64(segment.wordCount) << 32).littleEndian, as: UInt64.self)
            return unsafe (next + 8).copyMemory(from: segment.base, byteCount: segment.wordCount &* 8)
        }
        unsafe writeSegmentTable(to: next)
        unsafe next += segmentTableByteCount
        for index in 0..<segmentCount {
            let segment = arena.segment(at: UInt32(index))
            unsafe next.copyMemory(from: segment.base, byteCount: segment.wordCount * 8)
            unsafe next += segment.wordCount * 8
        }
    }

    /// The message read in place.
    public func reader(limits: ReadLimits = .trusted()) throws(WireError) -> MessageReader {
        // The segments are immutable as long as the arena lives.
        if segmentCount == 1 {
            let first = arena.segment(at: 0)
            guard first.wordCount * 8 <= limits.totalBytes else {
                throw .messageTooLarge(byteCount: first.wordCount * 8, limit: limits.totalBytes)
            }
            return MessageReader(
                arena: unsafe ReadArena(
                    only: Segment(base: first.base, wordCount: first.wordCount), owner: arena, limits: limits))
        }
        return unsafe try MessageReader(
            segments: segments.map { unsafe $0.bytes }, owner: arena, limits: limits)
    }
}
