/// Some of a model's buckets.
struct BucketSet: Hashable, Sendable {
    private var words: [UInt64]
    private(set) var count = 0

    /// Empty, for `bucketCount` buckets.
    init(bucketCount: Int) { words = Array(repeating: 0, count: (bucketCount + 63) / 64) }

    /// Adds a bucket that the model has.
    mutating func insert(_ bucket: Int) {
        let bit: UInt64 = 1 << UInt64(bucket % 64)
        guard words[bucket / 64] & bit == 0 else { return }
        words[bucket / 64] |= bit
        count += 1
    }
}
