import LeaseEngine
import Testing

@Suite struct RetryDelayTests {
    @Test func `it doubles up to its bound, and starts anew after a success`() {
        var delay = RetryDelay(shortest: .seconds(1), longest: .seconds(5))
        let waits = (0..<4).map { _ in delay.fail() }
        #expect(waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(5)])
        #expect(delay.failures == 4)
        delay.succeed()
        let wait = delay.fail()
        #expect(wait == .seconds(1))
    }

    @Test func `any number of failures has a delay`() {
        var delay = RetryDelay()
        for _ in 0..<1000 {
            let wait = delay.fail()
            #expect(wait <= .seconds(60))
        }
    }
}
