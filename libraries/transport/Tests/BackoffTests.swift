import Testing
import Transport

@Suite struct BackoffTests {
    @Test(arguments: 0..<20) func `each wait is between half of its bound and all of it`(_ seed: UInt64) {
        var backoff = Backoff(first: .milliseconds(100), ceiling: .seconds(1), factor: 3)
        var generator = SeededGenerator(seed: seed)
        for bound in [100, 300, 900, 1000, 1000, 1000] {
            let wait = backoff.next(using: &generator)
            #expect(wait >= .milliseconds(bound) / 2)
            #expect(wait <= .milliseconds(bound))
        }
        backoff.reset()
        #expect(backoff.next(using: &generator) <= .milliseconds(100))
    }

    @Test func `a first wait beyond the ceiling is cut to it`() {
        var backoff = Backoff(first: .seconds(9), ceiling: .seconds(2))
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<5 {
            #expect(backoff.next(using: &generator) <= .seconds(2))
        }
    }

    @Test func `waits depend on the generator alone`() {
        func waits(seed: UInt64) -> [Duration] {
            var backoff = Backoff()
            var generator = SeededGenerator(seed: seed)
            return (0..<8).map { _ in backoff.next(using: &generator) }
        }
        #expect(waits(seed: 5) == waits(seed: 5))
        #expect(waits(seed: 5) != waits(seed: 6))
    }
}
