import Orchestrator
import Testing

@Suite struct RefusalAllowanceTests {
    @Test func `a thousand at once cost nothing, more as long as they would take in order`() {
        var allowance = RefusalAllowance()
        for _ in 0..<RefusalAllowance.perSecond { #expect(allowance.take(at: .seconds(5)) == .zero) }
        #expect(allowance.take(at: .seconds(5)) == .milliseconds(1))
        #expect(allowance.take(at: .seconds(5)) == .milliseconds(2))
    }

    @Test func `what was not used comes back with time, up to a thousand`() {
        var allowance = RefusalAllowance()
        for _ in 0..<RefusalAllowance.perSecond { _ = allowance.take(at: .zero) }
        #expect(allowance.take(at: .milliseconds(2)) == .zero)
        #expect(allowance.take(at: .milliseconds(2)) == .zero)
        #expect(allowance.take(at: .milliseconds(2)) == .milliseconds(1))
        for _ in 0..<RefusalAllowance.perSecond { #expect(allowance.take(at: .seconds(3600)) == .zero) }
        #expect(allowance.take(at: .seconds(3600)) > .zero)
    }
}
