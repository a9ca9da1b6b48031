/// A finished message, to be sent any number of times.
///
/// It never changes.
public struct OutgoingMessage: Sendable {
    /// The segments in order, for a gather write behind `segmentTable`.
    public let segments: [OutgoingSegment]
    /// The table that goes in front of the segments: count and sizes, padded to a multiple of 8 bytes.
    public let segmentTable: [UInt8]

    init(segments: [OutgoingSegment]) {
        self.segments = segments
        segmentTable = SegmentTable(wordCounts: segments.map { $0.byteCount / 8 }).serialized()
    }

    /// Bytes of table and segments together.
    public var byteCount: Int {
        segments.reduce(segmentTable.count) { $0 + $1.byteCount }
    }

    /// Table and segments in one copy: what a file or a stream holds.
    public func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        bytes += segmentTable
        // A segment's owner is alive as long as the segment.
        for segment in segments { unsafe bytes.append(contentsOf: segment.bytes) }
        return bytes
    }

    /// Writes table and segments into memory that is there.
    ///
    /// `target` must have room for `byteCount`.
    public func write(into target: inout MutableRawSpan) {
        precondition(target.byteCount >= byteCount, "\(target.byteCount) bytes of room for \(byteCount)")
        unsafe target.withUnsafeMutableBytes { target in
            guard var next = target.baseAddress else { return }
            // There is room for all, by the line above; a segment's owner is alive as long as the segment.
            unsafe segmentTable.withUnsafeBytes { table in
                guard let start = table.baseAddress else { return }
                unsafe next.copyMemory(from: start, byteCount: table.count)
                unsafe next += table.count
            }
            for segment in segments {
                guard let start = unsafe segment.bytes.baseAddress else { continue }
                unsafe next.copyMemory(from: start, byteCount: segment.byteCount)
                unsafe next += segment.byteCount
            }
        }
    }

    /// The message read in place.
    public func reader(limits: ReadLimits = .trusted()) throws(WireError) -> MessageReader {
        // The segments are immutable as long as their owners live.
        unsafe try MessageReader(
            segments: segments.map { unsafe $0.bytes }, owner: OwnerList(segments.map(\.owner)), limits: limits)
    }
}
