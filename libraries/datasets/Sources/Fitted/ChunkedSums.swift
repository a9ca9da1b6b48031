/// Sums in float64 over chunks of a fixed number of samples, whose sums are added pairwise: cores don't change a bit.
enum ChunkedSums {
    /// Samples in a chunk.
    static let chunkSampleCount = 1024

    /// The sums over `count` samples of what `body` adds up, in order, over a range of them.
    static func sums(_ count: Int, workers: Workers, _ body: @Sendable (Range<Int>) -> [Double]) -> [Double] {
        let chunks = Workers.pieces(of: count, size: chunkSampleCount)
        var sums = workers.map(chunks.count) { body(chunks[$0]) }
        while sums.count > 1 {
            sums = stride(from: 0, to: sums.count, by: 2).map { left in
                left + 1 < sums.count ? zip(sums[left], sums[left + 1]).map { $0 + $1 } : sums[left]
            }
        }
        return sums.first ?? []
    }

    /// The same for one sum.
    static func sum(_ count: Int, workers: Workers, _ body: @Sendable (Range<Int>) -> Double) -> Double {
        sums(count, workers: workers) { [body($0)] }.first ?? 0
    }

    /// The deviation of a population; 1 where nothing varies.
    static func deviation(variance: Double) -> Float {
        let deviation = Float(variance.squareRoot())
        return deviation > 0 && deviation.isFinite ? deviation : 1
    }
}
