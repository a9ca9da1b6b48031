import LeaseEngine
import Testing

@Suite struct LeasePolicyTests {
    @Test(
        arguments: [
            (3, 0.5, 60), (1, 100, 5), (8, nil, 60), (1, 1e-300, 31_557_600),
        ] as [(Int, Double?, Int)])
    func `a deadline is ten times the expected time, within bounds`(leafCount: Int, speed: Double?, seconds: Int) {
        #expect(LeasePolicy().deadline(leafCount: leafCount, speed: speed) == .seconds(seconds))
    }

    @Test(arguments: [(nil, 1500), (0, 1000), (20, 1000), (500, 1000), (600, 1200), (750, 1500), (5000, 1500)])
    func `a silence that is borne is twice a step, within bounds`(step: Int?, expected: Int) {
        let silence = LeasePolicy().silence(stepTime: step.map { .milliseconds($0) })
        #expect(silence == .milliseconds(expected))
    }

    @Test(arguments: [(0, 5), (1, 5), (2, 10), (3, 20), (5, 60), (1000, 60)])
    func `who is late again is left out for longer`(count: Int, seconds: Int) {
        #expect(LeasePolicy().lateness(count) == .seconds(seconds))
    }
}
