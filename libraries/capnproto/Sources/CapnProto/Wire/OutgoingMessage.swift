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

    /// The message read in place.
    public func reader(limits: ReadLimits = .trusted()) throws(WireError) -> MessageReader {
        // The segments are immutable as long as their owners live.
        unsafe try MessageReader(
            segments: segments.map { unsafe $0.bytes }, owner: OwnerList(segments.map(\.owner)), limits: limits)
    }
}
