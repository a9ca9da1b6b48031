/// A curve of any length in a bounded number of buckets, which keep minima and maxima.
///
/// Buckets cover windows of one width, a power of two, that begin at its multiples. Where there would be more than
/// `capacity`, the width is doubled. So the buckets follow from the points alone, in whatever pieces they came, and
/// there are more than half of `capacity` of them once it was reached.
public struct BoundedSeries<Bucket: SeriesBucket>: Sendable {
    /// The most buckets.
    public let capacity: Int
    /// Points in a full bucket.
    public private(set) var width: UInt64 = 1
    /// In order, without overlap.
    public private(set) var buckets: [Bucket] = []

    /// No point yet; `capacity` is at least 2.
    public init(capacity: Int) {
        precondition(capacity >= 2, "BoundedSeries: expected a capacity of at least 2, got \(capacity)")
        self.capacity = capacity
    }

    /// The point behind the last one.
    public var end: UInt64 { buckets.last?.range.upperBound ?? 0 }

    /// Adds what comes behind; what is known already is never counted twice.
    public mutating func append(_ bucket: Bucket) {
        guard bucket.range.lowerBound >= end else { return }
        while UInt64(bucket.range.count) > width { widen() }
        add(bucket)
        while buckets.count > capacity { widen() }
    }

    /// Makes buckets at least so wide.
    public mutating func widen(to width: UInt64) {
        while self.width < width { widen() }
    }

    /// Drops the points from `end` on.
    public mutating func cut(at end: UInt64) {
        while let last = buckets.last, last.range.lowerBound >= end { buckets.removeLast() }
        guard let last = buckets.indices.last, buckets[last].range.upperBound > end else { return }
        buckets[last].clip(to: end)
    }

    /// Forgets all points, but not how wide buckets are.
    public mutating func removeAll() { buckets.removeAll(keepingCapacity: true) }

    private mutating func add(_ bucket: Bucket) {
        guard let last = buckets.indices.last,
            buckets[last].range.lowerBound / width == (bucket.range.upperBound - 1) / width
        else { return buckets.append(bucket) }
        buckets[last].merge(bucket)
    }

    private mutating func widen() {
        width *= 2
        let narrow = buckets
        buckets.removeAll(keepingCapacity: true)
        for bucket in narrow { add(bucket) }
    }
}
