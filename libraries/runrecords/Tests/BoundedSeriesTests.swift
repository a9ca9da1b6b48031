import RunRecords
import Testing

@Suite struct BoundedSeriesTests {
    private static func series(of count: UInt64, capacity: Int, loss: (UInt64) -> Double) -> BoundedSeries<StepBucket> {
        var series = BoundedSeries<StepBucket>(capacity: capacity)
        for step in 0..<count { series.append(Samples.bucket(step, loss: loss(step))) }
        return series
    }

    @Test func `100,000 steps stay within the capacity, and lose neither minimum nor maximum`() {
        let loss = { (step: UInt64) -> Double in
            switch step {
            case 77_777: -5
            case 50_001: 900
            default: Double(step % 100)
            }
        }
        let series = Self.series(of: 100_000, capacity: 1024, loss: loss)
        #expect(series.width == 128)
        #expect(series.buckets.count == 782)
        #expect(series.buckets.map { UInt64($0.range.count) }.reduce(0, +) == 100_000)
        #expect(zip(series.buckets, series.buckets.dropFirst()).allSatisfy { $0.to == $1.from })
        let lows = series.buckets.filter { $0.loss.least == -5 }
        #expect(lows.map(\.range) == [77_696..<77_824])
        let highs = series.buckets.filter { $0.loss.greatest == 900 }
        #expect(highs.map(\.range) == [49_920..<50_048])
        let sum = 99.0 * 50 + 27 * 14
        #expect(series.buckets[0].loss.mean == sum / 128)
        #expect(series.buckets.allSatisfy { $0.seconds.wait / Double($0.range.count) == 0.5 })
        #expect(series.buckets.map(\.samples).reduce(0, +) == 400_000)
    }

    @Test(arguments: [1, 2, 3, 7, 64, 100, 1000] as [UInt64])
    func `buckets are the same in whatever pieces the steps came`(pieceLength: UInt64) {
        let loss = { (step: UInt64) in Double(step * 7919 % 1000) }
        let whole = Self.series(of: 5000, capacity: 64, loss: loss)
        var pieced = BoundedSeries<StepBucket>(capacity: 64)
        var piece = BoundedSeries<StepBucket>(capacity: 64)
        for step in 0..<5000 as Range<UInt64> {
            piece.widen(to: pieced.width)
            piece.append(Samples.bucket(step, loss: loss(step)))
            guard step % pieceLength == pieceLength - 1 || step == 4999 else { continue }
            for bucket in piece.buckets { pieced.append(bucket) }
            piece.removeAll()
        }
        #expect(pieced.buckets == whole.buckets)
    }

    @Test func `what is known already isn't counted twice`() {
        var series = Self.series(of: 10, capacity: 8) { _ in 1 }
        let before = series.buckets
        series.append(Samples.bucket(3))
        series.append(Samples.bucket(9))
        #expect(series.buckets == before)
    }

    @Test(arguments: [(0, 0), (1, 1), (500, 500), (777, 777), (1000, 1000), (5000, 1000)] as [(UInt64, UInt64)])
    func `a series that is cut ends there, and goes on from there`(cut: UInt64, end: UInt64) {
        var series = Self.series(of: 1000, capacity: 64) { Double($0) }
        series.cut(at: cut)
        #expect(series.end == end)
        series.append(Samples.bucket(end))
        #expect(series.buckets.map { UInt64($0.range.count) }.reduce(0, +) == end + 1)
        #expect(series.buckets.map(\.samples).reduce(0, +) == 4 * (end + 1))
    }

    @Test func `a loss that isn't finite leaves no trace but its step`() {
        let series = Self.series(of: 4, capacity: 2) { $0 == 2 ? .nan : $0 == 3 ? .infinity : Double($0) }
        #expect(series.buckets.map(\.range) == [0..<2, 2..<4])
        #expect(series.buckets[0].loss.mean == 0.5)
        #expect(series.buckets[1].loss.mean == nil)
    }
}
