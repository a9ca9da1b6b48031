/// How the flat parameter vector is cut into buckets: contiguous ranges that are reduced, optimised and sent one by
/// one.
///
/// Every bucket starts on a 64-byte boundary of a 64-byte-aligned vector: all but the last hold a multiple of 16
/// parameters.
public struct BucketLayout: Hashable, Sendable {
    /// Every bucket but the last holds a multiple of this many parameters, 64 bytes of them.
    public static let granularity = 16

    /// The parameters in each bucket, in the order of the vector.
    public let sizes: [Int]
    /// The parameters in all buckets.
    public let parameterCount: Int
    private let starts: [Int]

    /// Buckets of `bucketParameters`, rounded up to a multiple of 16, and a last one with the rest.
    ///
    /// Throws `invalidDescription` when either number is below 1.
    public init(parameterCount: Int, bucketParameters: Int) throws(LearningError) {
        try Self.validate(parameterCount, key: "parameters")
        try Self.validate(bucketParameters, key: "bucketParameters")
        let size = (min(bucketParameters, parameterCount) + 15) / 16 * 16
        var sizes = [Int](repeating: size, count: parameterCount / size)
        if parameterCount % size > 0 { sizes.append(parameterCount % size) }
        try self.init(sizes: sizes, parameterCount: parameterCount)
    }

    /// The buckets of `sizes`, as another process has cut them.
    ///
    /// Throws `invalidDescription` unless every size is positive, all but the last are multiples of 16, and their sum
    /// is `parameterCount`.
    public init(sizes: [Int], parameterCount: Int) throws(LearningError) {
        var starts: [Int] = []
        starts.reserveCapacity(sizes.count)
        var sum = 0
        for (bucket, size) in sizes.enumerated() {
            try Self.validate(size, key: "bucketSizes[\(bucket)]")
            guard bucket == sizes.count - 1 || size % Self.granularity == 0 else {
                throw .invalidDescription(
                    key: "bucketSizes[\(bucket)]", expected: "a multiple of \(Self.granularity)", got: "\(size)")
            }
            starts.append(sum)
            guard size <= parameterCount - sum else {
                throw .invalidDescription(
                    key: "bucketSizes", expected: "a sum of \(parameterCount)",
                    got: "more after \(bucket + 1) of \(sizes.count) sizes")
            }
            sum += size
        }
        guard sum == parameterCount, sum > 0 else {
            throw .invalidDescription(key: "bucketSizes", expected: "a sum of \(parameterCount)", got: "\(sum)")
        }
        self.sizes = sizes
        self.parameterCount = parameterCount
        self.starts = starts
    }

    /// The number of buckets.
    public var count: Int { sizes.count }

    /// The range of `bucket` in the flat parameter vector.
    ///
    /// `bucket` must be below `count`.
    public func range(of bucket: Int) -> Range<Int> {
        starts[bucket]..<(starts[bucket] + sizes[bucket])
    }

    /// What of `ranges`, in order and without overlap, lies in each bucket, counted from the bucket's start.
    public func parts(of ranges: [Range<Int>]) -> [[Range<Int>]] {
        (0..<count).map { bucket in
            let whole = range(of: bucket)
            return ranges.filter { $0.overlaps(whole) }.map { part in
                let inside = part.clamped(to: whole)
                return inside.lowerBound - whole.lowerBound..<inside.upperBound - whole.lowerBound
            }
        }
    }

    private static func validate(_ value: Int, key: String) throws(LearningError) {
        guard value >= 1 else {
            throw .invalidDescription(key: key, expected: "at least 1", got: "\(value)")
        }
    }
}
