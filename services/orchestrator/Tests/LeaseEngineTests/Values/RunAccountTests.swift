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

    @Test func `of those that are gone, all but the newest are added up`() throws {
        var stage = try Stage()
        for number in 0..<RunAccount.mostGone + 10 {
            stage.leave(stage.join("trainer-\(number)"), at: .zero)
        }
        let account = stage.engine.account
        #expect(account.shares.count == RunAccount.mostGone + 1)
        #expect(account.shares["trainer-9"] == nil)
        #expect(account.shares["trainer-10"]?.joined == 1)
        #expect(account.shares[RunAccount.others]?.joined == 10)
        #expect(account.shares.values.reduce(0) { $0 + $1.leases } == account.totals.leasesIssued)
        #expect(account.trainerCount == RunAccount.mostGone + 10)
        #expect(stage.engine.membership.records.count <= 2 * (2 * 8 + 64) + 1)
    }

    @Test func `who is there keeps its entry, whoever comes and goes, and who comes back has a new one`() throws {
        var stage = try Stage()
        _ = stage.join("old")
        stage.leave(stage.join("first"), at: .zero)
        for number in 0..<RunAccount.mostGone {
            stage.leave(stage.join("trainer-\(number)"), at: .zero)
        }
        #expect(stage.engine.account.shares["old"]?.joined == 1)
        #expect(stage.engine.account.shares["first"] == nil)
        _ = stage.join("first")
        #expect(stage.engine.account.shares["first"]?.joined == 1)
        #expect(stage.engine.account.shares[RunAccount.others]?.joined == 1)
        #expect(stage.engine.account.trainerCount == RunAccount.mostGone + 3)
    }

    @Test func `beyond a bound, those that are there are added up too`() throws {
        var stage = try Stage()
        let trainers = (0..<RunAccount.mostNames + 10).map { stage.join("trainer-\($0)") }
        #expect(stage.engine.account.shares.count == RunAccount.mostNames + 1)
        #expect(stage.engine.account.shares[RunAccount.others]?.joined == 10)
        for trainer in trainers { stage.leave(trainer, at: .zero) }
        #expect(stage.engine.account.shares.count == RunAccount.mostGone + 1)
        #expect(stage.engine.account.shares[RunAccount.others]?.joined == UInt64(trainers.count - RunAccount.mostGone))
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
