import LeaseEngine
import Testing

@Suite struct PaceTests {
    private let policy = LeasePolicy(speedWeight: 0.5)

    @Test func `the first measurement is the pace, later ones move it`() {
        var pace = Pace()
        #expect(pace[.training] == nil)
        pace.measure(.training, leafCount: 8, elapsed: .seconds(2), by: policy)
        #expect(pace[.training]?.mean == 4)
        pace.measure(.training, leafCount: 8, elapsed: .seconds(4), by: policy)
        #expect(pace[.training]?.mean == 3)
        #expect(pace[.evaluation] == nil)
    }

    @Test func `what is not done yet bounds it from above`() {
        var pace = Pace()
        for (seconds, expected) in [(4.0, 2.0), (2, 2), (1, 2), (8, 1)] {
            pace.bound(.training, leafCount: 8, elapsed: .seconds(seconds), by: policy)
            #expect(pace[.training]?.mean == expected)
        }
    }

    @Test func `no time at all is not infinitely fast`() {
        var pace = Pace()
        pace.measure(.evaluation, leafCount: 3, elapsed: .zero, by: policy)
        #expect(pace[.evaluation]?.mean == 1e6)
    }

    @Test func `a single time may be wrong by a hiccup, and then the times tell how much they vary`() {
        var short = MeasuredSpeed(leafCount: 2, elapsed: .milliseconds(5), hiccup: .milliseconds(20))
        #expect(short.mean == 400 && short.deviation == 320)
        let long = MeasuredSpeed(leafCount: 2, elapsed: .milliseconds(1980), hiccup: .milliseconds(20))
        #expect(long.deviation == long.mean / 100)
        for _ in 0..<2 { short.take(MeasuredSpeed(mean: 400), weight: 0.5) }
        #expect(short.mean == 400 && short.deviation == 80)
        short.take(MeasuredSpeed(mean: 200), weight: 0.5)
        #expect(short.mean == 300 && short.deviation == 140)
        short.bound(by: long)
        #expect(short == long)
    }
}
