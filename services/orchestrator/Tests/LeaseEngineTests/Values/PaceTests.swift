import LeaseEngine
import Testing

@Suite struct PaceTests {
    @Test func `the first measurement is the pace, later ones move it`() {
        var pace = Pace()
        #expect(pace[.training] == nil)
        pace.measure(.training, leafCount: 8, elapsed: .seconds(2), weight: 0.5)
        #expect(pace[.training] == 4)
        pace.measure(.training, leafCount: 8, elapsed: .seconds(4), weight: 0.5)
        #expect(pace[.training] == 3)
        #expect(pace[.evaluation] == nil)
    }

    @Test func `what is not done yet bounds it from above`() {
        var pace = Pace()
        pace.bound(.training, leafCount: 8, elapsed: .seconds(4))
        #expect(pace[.training] == 2)
        pace.bound(.training, leafCount: 8, elapsed: .seconds(2))
        #expect(pace[.training] == 2)
        pace.bound(.training, leafCount: 8, elapsed: .seconds(1))
        #expect(pace[.training] == 2)
    }

    @Test func `no time at all is not infinitely fast`() {
        var pace = Pace()
        pace.measure(.evaluation, leafCount: 3, elapsed: .zero, weight: 1)
        #expect(pace[.evaluation] == 1e6)
    }
}
