import LeaseEngine
import Reduction
import Testing

/// How it is found out that a trainer which is left out for being slow is fast again.
@Suite struct TrialTests {
    private static let first = Round(.training, step: 0)
    private static let second = Round(.training, step: 1)

    /// Two members, of which the first needed 40 s for half of the first step and the other one a second: it gets all of
    /// the second step.
    private func stageWithoutSlow(
        buckets: Int = 1, trialDelay: Duration = .milliseconds(20)
    ) throws -> (stage: Stage, slow: TrainerID, fast: TrainerID) {
        var stage = try Stage(
            buckets: buckets,
            policy: LeasePolicy(
                minimumTrainers: 2, speedWeight: 0.5, helpMargin: 1000, shortestTrialDelay: trialDelay,
                longestTrialDelay: .seconds(60)))
        let (slow, fast) = (stage.join("slow"), stage.join("fast"))
        let grants = stage.takeGrants(of: Self.first)
        stage.push(grants[1], at: .seconds(1))
        stage.push(grants[0], at: .seconds(40))
        stage.clear()
        stage.advance(at: .seconds(40))
        return (stage, slow, fast)
    }

    @Test func `who is left out for being slow is asked for one leaf that another one has`() throws {
        var (stage, slow, _) = try stageWithoutSlow()
        #expect(
            stage.words.filter { $0.contains("step 1") } == [
                "fast: step 1 [0, 8), divided anew", "slow: step 1 [7, 8), to see how fast its trainer is",
            ])
        #expect(stage.engine.activities[slow] == .idle, "nobody waits for it")
        stage.clear()
        stage.beat(stage.engine.trainers, at: .milliseconds(40_100))
        #expect(stage.grants == [], "once a round")
    }

    @Test(arguments: [1, 2]) func `who is through with it in time gets a share of the next step`(buckets: Int) throws {
        var (stage, slow, _) = try stageWithoutSlow(buckets: buckets)
        let grants = stage.takeGrants(of: Self.second)
        try #require(grants.count == 2)
        for bucket in 0..<buckets {
            #expect(stage.engine.membership.records[slow]?.speed == 0.1)
            #expect(stage.push(grants[1], bucket: bucket, at: .milliseconds(40_250)) == .measured)
        }
        #expect(stage.engine.membership.records[slow]?.speed == 0.1 + 0.5 * (4 - 0.1))
        #expect(!stage.engine.isComplete(bucket: 0), "its value doesn't count")
        #expect(stage.push(grants[1], at: .seconds(41)).allSatisfy { $0 == .measured })
        #expect(stage.engine.membership.records[slow]?.speed == 0.1 + 0.5 * (4 - 0.1), "it is measured once")
        #expect(stage.push(grants[0], at: .seconds(42)).allSatisfy { $0 == .accepted })
        #expect(stage.engine.isRoundComplete)
        stage.clear()
        stage.advance(at: .seconds(42))
        #expect(
            stage.words == ["slow: step 2 [0, 2), divided anew", "fast: step 2 [2, 3), divided anew"],
            "so different times don't say that it is slower")
        #expect(stage.engine.account.shares["slow"]?.microBatches == 4, "of the first step")
        #expect(stage.engine.account.totals.pushesRefused == 0)
    }

    @Test func `who isn't is asked again in the next step`() throws {
        var (stage, slow, _) = try stageWithoutSlow()
        let grants = stage.takeGrants(of: Self.second)
        try #require(grants.count == 2)
        stage.push(grants[0], at: .seconds(42))
        stage.clear()
        stage.advance(at: .seconds(42))
        #expect(stage.words == ["slow: step 2 [2, 3), to see how fast its trainer is"])
        let late = stage.push(grants[1], at: .seconds(43))
        #expect(late == [.refused(.stale(pushed: Self.second, current: stage.engine.round))])
        #expect(stage.engine.membership.records[slow]?.speed == 0.1)
    }

    @Test func `who was asked is let alone for a while`() throws {
        var (stage, _, _) = try stageWithoutSlow(trialDelay: .seconds(5))
        stage.push(stage.takeGrants(of: Self.second)[0], at: .seconds(42))
        stage.clear()
        stage.advance(at: .seconds(42))
        stage.beat(stage.engine.trainers, at: .milliseconds(44_999))
        #expect(stage.words == [])
        stage.beat(stage.engine.trainers, at: .seconds(45))
        #expect(stage.words == ["slow: step 2 [2, 3), to see how fast its trainer is"])
    }

    @Test func `a trial is pushed by whom it was given to, as it was given`() throws {
        var (stage, _, fast) = try stageWithoutSlow()
        let grant = try #require(stage.takeGrants(of: Self.second).last { $0.reason == .trial })
        #expect(stage.push(grant, as: fast, at: .seconds(41)) == [.refused(.noLease(grant.id))])
        #expect(stage.push(grant, bucket: 1, at: .seconds(41)) == .refused(.noBucket(1, count: 1)))
        let other = stage.engine.offer(
            Leaves(0..<8), bucket: 0, of: Self.second, lease: grant.id, from: grant.trainer, at: .seconds(41)
        ) { nil }
        #expect(other.verdict == .refused(.noLease(grant.id)))
        #expect(stage.push(grant, at: .seconds(41)) == [.measured])
    }

    @Test func `an equally fast trainer for which there is no leaf is not tried`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 4), startingWith: Self.second)
        for name in ["a", "b", "c", "d"] { stage.join(name) }
        for grant in stage.takeGrants(of: Self.second) { stage.push(grant, at: .seconds(1)) }
        stage.clear()
        stage.advance(at: .seconds(1))
        #expect(stage.engine.round == Round(.training, step: 2))
        #expect(stage.words == [], "three leaves were leased before")
        stage.beat(stage.engine.trainers, at: .milliseconds(1100))
        #expect(stage.words == [])
    }
}
