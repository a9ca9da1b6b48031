public import CapnProto

/// One received frame: all its segments in one piece of memory, each from a 64-byte boundary, read in place.
@safe
public final class IncomingFrame: @unchecked Sendable {
    // Unchecked: written by the assembler until it hands the frame out, only read after.

    /// Where each segment starts.
    private static let alignment = 64

    /// What stood in front of the segments.
    private let table: SegmentTable
    /// Where each segment lies in the allocation.
    private let places: [Range<Int>]
    private let block: FrameMemory.Block
    private let memory: UnsafeMutableRawBufferPointer
    /// Where the block came from.
    private let source: FrameMemory
    /// The segment that is being filled.
    private var current = 0
    /// What has come of it.
    private var currentByteCount = 0

    init(table: SegmentTable, in source: FrameMemory) {
        self.table = table
        var end = 0
        var places: [Range<Int>] = []
        places.reserveCapacity(table.wordCounts.count)
        for wordCount in table.wordCounts {
            // The table is within the limits, so nothing here overflows.
            let start = (end + Self.alignment - 1) / Self.alignment * Self.alignment
            end = start + wordCount * 8
            places.append(start..<end)
        }
        self.places = places
        missingByteCount = table.bodyByteCount
        self.source = source
        block = source.take(byteCount: end)
        unsafe memory = UnsafeMutableRawBufferPointer(start: block.base, count: end)
    }

    deinit {
        source.giveBack(block)
    }

    /// Bytes of table and segments.
    public var byteCount: Int { table.headerByteCount + table.bodyByteCount }

    /// What a frame costs beside its bytes, however small it is.
    static let overheadByteCount = 512

    /// Memory that it takes until it is let go.
    var heldByteCount: Int { byteCount + Self.overheadByteCount }

    /// The message, which keeps the frame alive.
    ///
    /// Throws what the segments' pointers break of the format.
    public func message(limits: ReadLimits = .default) throws(WireError) -> MessageReader {
        // The segments are complete and nobody writes them any more.
        unsafe try MessageReader(segments: segments, owner: self, limits: limits)
    }

    /// The segments' bytes, valid as long as the frame lives.
    @unsafe package var segments: [UnsafeRawBufferPointer] {
        let memory = unsafe UnsafeRawBufferPointer(self.memory)
        return unsafe places.map { unsafe UnsafeRawBufferPointer(rebasing: memory[$0]) }
    }

    /// What the table announced and hasn't come yet.
    private(set) var missingByteCount: Int

    /// What has come behind the table.
    var filledByteCount: Int { table.bodyByteCount - missingByteCount }

    /// Takes the next bytes, no more than are missing.
    func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= missingByteCount, "IncomingFrame: more bytes than the table announced")
        missingByteCount -= bytes.count
        var rest = unsafe bytes[...]
        while unsafe !rest.isEmpty {
            let place = places[current]
            let count = unsafe min(rest.count, place.count - currentByteCount)
            let target = place.lowerBound + currentByteCount
            // Within the segment's place, and the memory is ours alone.
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[target..<target + count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
            unsafe rest = rest.dropFirst(count)
            currentByteCount += count
            if currentByteCount == place.count {
                current += 1
                currentByteCount = 0
            }
        }
    }
}
