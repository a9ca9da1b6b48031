import LeaseEngine
import Testing

@Suite struct RunAccountTests {
    @Test func `a trainer has one entry over all its lives`() throws {
        var stage = try Stage()
        for time in 0..<3 {
            let trainer = stage.join("a", at: .seconds(time))
            stage.leave(trainer, at: .seconds(time))
        }
        #expect(stage.engine.account.shares.keys.sorted() == ["a"])
        #expect(stage.engine.account.shares["a"]?.joined == 3)
        #expect(stage.engine.account.shares["a"]?.leases == 6)
        #expect(stage.engine.account.totals.leasesIssued == 6)
    }

    @Test func `beyond a bound, trainers are added up`() throws {
        var stage = try Stage()
        for number in 0..<RunAccount.mostNames + 10 {
            stage.leave(stage.join("trainer-\(number)"), at: .zero)
        }
        #expect(stage.engine.account.shares.count == RunAccount.mostNames + 1)
        #expect(stage.engine.account.shares[RunAccount.others]?.joined == 10)
        #expect(stage.engine.membership.records.count <= 2 * (2 * 8 + 64) + 1)
    }

    @Test(
        arguments: [
            (.firstTime, false, nil, nil), (.trainerLeft("a"), true, "a", .left),
            (.trainerSilent("a"), true, "a", .silent), (.deadlinePassed("a"), true, "a", .late),
            (.overtaken("a"), true, "a", .overtaken), (.takenOver("a"), true, "a", .takenOver),
            (.duplicated("a"), true, "a", .duplicated), (.rebalanced, false, nil, nil), (.redone, true, nil, nil),
            (.trial, false, nil, nil), (.witness(.planned), false, nil, nil),
        ] as [(Grant.Reason, Bool, String?, RunAccount.Redone?)])
    func `each reason is counted as what it is`(
        reason: Grant.Reason, isReissue: Bool, trainer: String?, kind: RunAccount.Redone?
    ) {
        #expect(reason.isReissue == isReissue)
        #expect(reason.trainer == trainer)
        #expect(RunAccount.Redone(reason) == kind)
    }
}
