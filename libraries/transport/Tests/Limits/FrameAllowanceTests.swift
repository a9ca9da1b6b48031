import Testing
import Transport

@Suite struct FrameAllowanceTests {
    private static let start = ContinuousClock.now
    private static let rate = FrameRate(burst: 4, perSecond: 10)

    /// How many of the frames that come at these times, in milliseconds, may.
    private static func taken(_ milliseconds: [Int], rate: FrameRate = rate) -> [Bool] {
        var allowance = FrameAllowance(rate, at: start)
        return milliseconds.map { allowance.take(at: start + .milliseconds($0)) }
    }

    @Test func `a burst passes at once, and the next one not before its share of a second`() {
        #expect(Self.taken([0, 0, 0, 0, 0, 99, 100, 100]) == [true, true, true, true, false, false, true, false])
    }

    @Test func `nobody saves up more than a burst`() {
        #expect(Self.taken(Array(repeating: 3_600_000, count: 9)).filter { $0 }.count == 4)
    }

    @Test(arguments: [1, 16, 1000]) func `who keeps to the rate passes for ever, who is faster doesn't`(perSecond: Int)
    {
        let rate = FrameRate(burst: 8, perSecond: perSecond)
        var (steady, fast) = (FrameAllowance(rate, at: Self.start), FrameAllowance(rate, at: Self.start))
        let share = Duration.seconds(1) / perSecond
        var refused = 0
        for frame in 0..<10_000 {
            let isTaken = steady.take(at: Self.start + share * frame)
            #expect(isTaken, "frame \(frame)")
            if !fast.take(at: Self.start + share * frame * 0.8) { refused += 1 }
        }
        // Of five frames in the time of four, one is too many once the burst is used up.
        #expect((1950...2000).contains(refused), "\(refused)")
    }

    @Test func `a frame that may not come costs nothing`() {
        #expect(Self.taken([0, 0, 0, 0] + Array(repeating: 50, count: 100) + [100]).last == true)
    }

    @Test func `a clock that goes back gives nothing`() {
        #expect(Self.taken([1000, 1000, 1000, 1000, 0, 500, 1099, 1100]).suffix(4) == [false, false, false, true])
    }

    @Test func `it says how many came, and within which time`() {
        var allowance = FrameAllowance(Self.rate, at: Self.start)
        for _ in 0..<6 { _ = allowance.take(at: Self.start) }
        #expect(allowance.count == 6)
        #expect(allowance.duration(at: Self.start + .seconds(2)) == .seconds(2))
        #expect("\(Self.rate)" == "4 frames at once and 10 a second")
    }

    @Test func `what comes in any case is paid for by waiting, behind a burst that costs nothing`() {
        var allowance = FrameAllowance(Self.rate, at: Self.start)
        for _ in 0..<Self.rate.burst { #expect(allowance.charge(at: Self.start) == .zero) }
        #expect(allowance.charge(at: Self.start) == .milliseconds(100))
        #expect(allowance.charge(at: Self.start) == .milliseconds(200))
        // Who waits owes nothing, and may go on at the rate.
        #expect(allowance.charge(at: Self.start + .milliseconds(300)) == .zero)
        #expect(allowance.charge(at: Self.start + .milliseconds(350)) == .milliseconds(50))
        // A pause saves up no more than the burst.
        let later = Self.start + .seconds(3600)
        for _ in 0..<Self.rate.burst { #expect(allowance.charge(at: later) == .zero) }
        #expect(allowance.charge(at: later) == .milliseconds(100))
    }
}
