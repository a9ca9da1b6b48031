import Testing
import Transport

@Suite struct LineBudgetTests {
    private static func key(_ peer: String?, _ message: String = "not admitted") -> LineBudget.Key {
        LineBudget.Key(level: .notice, message: message, peer: peer)
    }

    @Test func `each peer may cost so many lines of a kind, and what is left out is counted`() {
        var budget = LineBudget(linesPerKey: 2, maximumKeys: 10)
        #expect(budget.isUntouched)
        #expect((0..<5).map { _ in budget.take(Self.key("a")) } == [true, true, false, false, false])
        #expect(budget.take(Self.key("b")) && budget.take(Self.key("a", "refused")))
        #expect(!budget.isUntouched)
        #expect(budget.report() == [Self.key("a"): 3])
    }

    @Test func `after a report everybody may cost as much again`() {
        var budget = LineBudget(linesPerKey: 1, maximumKeys: 10)
        #expect(budget.take(Self.key("a")) && !budget.take(Self.key("a")))
        _ = budget.report()
        #expect(budget.isUntouched && budget.take(Self.key("a")))
        #expect(budget.report() == [:])
    }

    @Test func `peers that are too many share what one may cost`() {
        var budget = LineBudget(linesPerKey: 2, maximumKeys: 3)
        let written = (0..<100).count { budget.take(Self.key("peer \($0)")) }
        #expect(written == 3 + 2)
        #expect(budget.report() == [Self.key(nil): 95])
    }
}
