import Dashboard
import Testing

@Suite struct LineLimitTests {
    @Test func `the first line is logged, then one an interval, with how many came in between`() {
        var limit = LineLimit(interval: .seconds(1))
        let start = ContinuousClock.now
        let decisions = [0, 1, 999, 1000, 1001, 1999, 5000, 6000].map { limit.take(at: start + .milliseconds($0)) }
        #expect(decisions == [0, nil, nil, 2, nil, nil, 2, 0])
    }
}
