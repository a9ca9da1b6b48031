import LeaseEngine
import Reduction
import Testing

@Suite struct LeaseEngineTests {
    @Test func `rounds go through every epoch's steps and evaluate behind each`() throws {
        var stage = try Stage()
        stage.join("a")
        var rounds: [String] = []
        while let round = stage.engine.round {
            rounds.append("\(round)")
            let grant = try #require(stage.takeGrants(of: round).first)
            #expect(grant.leaves == Leaves(0..<stage.engine.plan.leafCount(of: round)))
            stage.push(grant, at: .seconds(1))
            #expect(stage.engine.isRoundComplete)
            #expect(stage.decisions.contains(.commit(round)))
            stage.advance(at: .seconds(1))
        }
        #expect(
            rounds == [
                "step 0", "step 1", "step 2", "evaluation after 3 steps", "step 3", "step 4", "step 5",
                "evaluation after 6 steps",
            ])
        #expect(stage.grants == [])
        #expect(stage.engine.account.totals.leasesIssued == 8)
        #expect(stage.engine.account.shares["a"]?.microBatches == 38)
        #expect(stage.engine.account.shares["a"]?.steps == 6)
    }

    @Test func `the next step is leased ahead, but an evaluation waits for its turn`() throws {
        var stage = try Stage()
        stage.join("a")
        #expect(stage.words == ["a: step 0 [0, 8), first time", "a: step 1 [0, 8), first time"])
        var last = try Stage(startingWith: Round(.training, step: 2))
        last.join("a")
        #expect(last.words == ["a: step 2 [0, 3), first time"])
    }

    @Test func `each node of a trainer's share is a lease of its own`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 3))
        for name in ["a", "b", "c"] { stage.join(name) }
        #expect(
            stage.takeGrants(of: Round(.training, step: 0)).map { "\($0.trainer.number): \($0.leaves)" } == [
                "1: [0, 2)", "1: [2, 3)", "2: [3, 4)", "2: [4, 5)", "3: [5, 6)", "3: [6, 8)",
            ])
    }

    @Test func `a quorum is waited for once, and the leaves are divided over it`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2))
        let first = stage.join("a")
        #expect(stage.logged == ["waiting for 1 trainer: 1 of 2 are there"])
        #expect(stage.engine.missingTrainers == 1)
        stage.join("b")
        #expect(
            stage.words == [
                "a: step 0 [0, 4), first time", "b: step 0 [4, 8), first time",
                "a: step 1 [0, 4), first time", "b: step 1 [4, 8), first time",
            ])
        #expect(stage.decisions.last == .proceed)
        #expect(stage.engine.missingTrainers == 0)
        stage.clear()
        stage.leave(first, at: .seconds(1))
        #expect(stage.words == ["b: step 0 [0, 4), a left", "b: step 1 [0, 4), a left"])
    }

    @Test func `a run without trainers waits visibly, and goes on with the first that comes`() throws {
        var stage = try Stage()
        let trainer = stage.join("a")
        stage.clear()
        stage.leave(trainer, at: .seconds(2))
        #expect(stage.logged == ["waiting for 1 trainer: none is there"])
        #expect(stage.engine.missingTrainers == 1)
        stage.clear()
        stage.leave(trainer, at: .seconds(2))
        #expect(stage.decisions == [], "a repeat is harmless")
        stage.join("b", at: .seconds(9))
        #expect(stage.words == ["b: step 0 [0, 8), a left", "b: step 1 [0, 8), a left"])
        #expect(stage.decisions.last == .proceed)
        #expect(stage.engine.account.shares["a"]?.redone == [.left: 16])
        #expect(stage.engine.account.totals.leasesReissued == 2)
    }

    @Test func `what a lost trainer owes goes to idle ones first`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 4))
        for name in ["a", "b", "c", "d"] { stage.join(name) }
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.push(grants[2], at: .seconds(1))
        stage.clear()
        stage.leave(grants[0].trainer, at: .seconds(2))
        #expect(stage.words.filter { $0.contains("step 0") } == ["c: step 0 [0, 2), a left"])
    }

    // MARK: Late and silent trainers

    @Test func `a late trainer's leaves go to others, and still count when it was first`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2, firstDeadline: .seconds(20), helpMargin: 100))
        let late = stage.join("late")
        let other = stage.join("b")
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.push(grants[1], at: .seconds(15))
        stage.clear()
        stage.beat([late, other], at: .seconds(20))
        #expect(stage.words == [])
        stage.beat([late, other], at: .seconds(21))
        #expect(
            stage.words == [
                "b: step 0 [0, 4), late passed its deadline", "b: step 1 [0, 4), late passed its deadline",
            ])
        #expect(stage.logged.contains("late is late: lease 1 has taken longer than 20000 ms"))
        #expect(stage.engine.activities[late] == .late)
        stage.clear()
        stage.beat([late, other], at: .seconds(22))
        #expect(stage.decisions == [], "a deadline passes once")
        #expect(stage.push(grants[0], at: .seconds(23)) == [.accepted])
        #expect(stage.engine.isRoundComplete)
        #expect(stage.engine.activities[late] != .late)
        #expect(stage.logged.contains("late gets leases again"))
    }

    @Test func `a late trainer is tried again after a while`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2, shortestLateness: .seconds(30)))
        let (late, other) = (stage.join("late"), stage.join("b"))
        stage.push(stage.takeGrants(of: Round(.training, step: 0))[1], at: .seconds(1))
        stage.beat([late, other], at: .seconds(61))
        #expect(stage.engine.activities[late] == .late)
        stage.beat([late, other], at: .seconds(91))
        #expect(stage.engine.activities[late] == .late)
        stage.beat([late, other], at: .seconds(92))
        #expect(stage.engine.activities[late] != .late)
    }

    @Test func `when none of them gets on, nobody is late`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2, firstDeadline: .seconds(20), helpMargin: 100))
        let (late, other) = (stage.join("late"), stage.join("b"))
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.clear()
        for seconds in [21, 30, 42] { stage.beat([late, other], at: .seconds(seconds)) }
        #expect(stage.decisions == [], "as when compute is away")
        stage.push(grants[1], at: .seconds(43))
        stage.clear()
        stage.beat([late, other], at: .seconds(62))
        #expect(stage.decisions == [], "it has as long again")
        stage.beat([late, other], at: .seconds(63))
        #expect(stage.logged.first == "late is late: lease 1 has taken longer than 20000 ms")
    }

    @Test func `the only trainer is given more time`() throws {
        var stage = try Stage()
        let only = stage.join("a")
        stage.clear()
        stage.beat([only], at: .seconds(61))
        #expect(stage.decisions == [])
        stage.beat([only, stage.join("b", at: .seconds(62))], at: .seconds(121))
        #expect(stage.words == [], "61 s and 60 more")
        stage.beat([only, TrainerID(2)], at: .seconds(122))
        #expect(stage.words.first == "b: step 0 [0, 8), a passed its deadline")
    }

    @Test func `a silent trainer is named, and what it owes is leased again at once`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2, silenceLimit: .milliseconds(1500)))
        let (silent, other) = (stage.join("silent"), stage.join("b"))
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.clear()
        stage.beat([other], at: .milliseconds(1500))
        #expect(stage.decisions == [])
        stage.clear()
        stage.beat([other], at: .milliseconds(1750))
        #expect(stage.logged.first == "silent is silent: nothing heard for 1750 ms")
        #expect(stage.words == ["b: step 0 [0, 4), silent is silent", "b: step 1 [0, 4), silent is silent"])
        #expect(stage.engine.activities[silent] == .silent)
        #expect(stage.engine.trainers == [silent, other], "it is a member all the same")
        stage.clear()
        stage.beat([silent, other], at: .seconds(9))
        #expect(
            stage.logged.prefix(3) == [
                "silent is heard of again after 9000 ms",
                "lease 1 of step 0 is taken back: others were given it in the meantime",
                "lease 3 of step 1 is taken back: others were given it in the meantime",
            ])
        #expect(stage.push(grants[0], at: .seconds(9)) == [.accepted], "its old pushes count")
    }

    @Test func `where steps are short, a trainer is silent sooner`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2))
        let (silent, other) = (stage.join("silent"), stage.join("b"))
        for grant in stage.takeGrants(of: Round(.training, step: 0)) { stage.push(grant, at: .milliseconds(20)) }
        stage.advance(at: .milliseconds(20))
        stage.clear()
        stage.beat([other], at: .milliseconds(1020))
        #expect(stage.logged == [])
        stage.beat([other], at: .milliseconds(1021))
        #expect(stage.logged.first == "silent is silent: nothing heard for 1001 ms")
        #expect(stage.engine.activities[silent] == .silent)
    }

    @Test func `a silent trainer whose leases nobody took has them again`() throws {
        var stage = try Stage()
        let only = stage.join("a")
        let grant = stage.takeGrants(of: Round(.training, step: 0))[0]
        stage.clear()
        stage.beat([], at: .seconds(2))
        #expect(
            stage.logged == [
                "a is silent: nothing heard for 2000 ms", "waiting for 1 trainer: nothing is heard of a",
            ])
        stage.clear()
        stage.beat([only], at: .seconds(5))
        #expect(stage.logged == ["a is heard of again after 5000 ms", "the run goes on"])
        #expect(stage.push(grant, at: .seconds(6)) == [.accepted])
    }

    // MARK: Speeds and stragglers

    @Test func `deadlines follow measured speeds, with a floor`() throws {
        var stage = try Stage()
        stage.join("a")
        #expect(stage.grants.map(\.deadline) == [.seconds(60), .seconds(60)])
        stage.push(stage.takeGrants(of: Round(.training, step: 0))[0], at: .seconds(16))
        stage.clear()
        stage.advance(at: .seconds(16))
        #expect(stage.engine.membership.records[TrainerID(1)]?.speed == 0.5)
        #expect(stage.grants.map(\.leaves.count) == [3])
        #expect(stage.grants.map(\.deadline) == [.seconds(60)], "3 leaves at half a leaf a second, ten times")
    }

    @Test func `a trainer's speed counts from when the parameters were there`() throws {
        var stage = try Stage()
        let trainer = stage.join("a")
        let grants = stage.grants
        stage.push(grants[0], at: .seconds(8))
        stage.advance(at: .seconds(100))
        stage.push(grants[1], at: .seconds(104))
        #expect(stage.engine.membership.records[trainer]?.speed == 1 + 0.3 * (2 - 1))
    }

    @Test func `what a slow trainer is at goes to idle ones as well, divided among them`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 4))
        for name in ["slow", "b", "c", "d"] { stage.join(name) }
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        for grant in grants.dropFirst() { stage.push(grant, at: .seconds(2)) }
        stage.clear()
        stage.beat((1...4).map(TrainerID.init), at: .milliseconds(3900))
        #expect(stage.words == [], "expected at 2 s, so it may need 1.9 s more; two need 1 s, but not twice")
        stage.beat((1...4).map(TrainerID.init), at: .milliseconds(4100))
        #expect(stage.words == ["b: step 0 [0, 1), slow is slow", "c: step 0 [1, 2), slow is slow"])
        #expect(stage.engine.account.shares["slow"]?.redone == [.duplicated: 2])
        let helpers = stage.takeGrants(of: Round(.training, step: 0))
        #expect(stage.push(helpers[0], at: .seconds(5)) == [.accepted])
        #expect(stage.push(grants[0], at: .seconds(5)) == [.refused(.overlaps(first: 0, end: 2))])
        #expect(stage.push(helpers[1], at: .seconds(5)) == [.accepted])
        #expect(stage.engine.isRoundComplete)
    }

    @Test(arguments: [(0, 21, true), (20, 39, false), (20, 41, true), (500, 1001, true), (2000, 2001, false)])
    func `a slow trainer is helped when that spares the step a floor`(
        floor: Int, milliseconds: Int, isHelped: Bool
    ) throws {
        var stage = try Stage(
            policy: LeasePolicy(minimumTrainers: 2, helpMargin: 1, helpFloor: .milliseconds(floor)))
        let (slow, other) = (stage.join("slow"), stage.join("b"))
        // Both are expected to need 10 ms for four leaves, so the slow one is overdue by so long, and needs as long again.
        stage.push(stage.takeGrants(of: Round(.training, step: 0))[1], at: .milliseconds(10))
        stage.clear()
        stage.beat([slow, other], at: .milliseconds(milliseconds))
        #expect(!stage.words.isEmpty == isHelped, "\(stage.words)")
    }

    @Test func `what a slow trainer hasn't begun is taken back and given to an idle one`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2, helpMargin: 100))
        stage.engine = LeaseEngine(
            plan: RunPlan(
                steps: try StepPlan(trainingSamples: 6, batch: 6, microBatch: 1),
                evaluation: try EvaluationPlan(samples: 1, batch: 1), epochs: 1),
            bucketCount: 1, policy: stage.engine.policy)
        stage.join("slow")
        stage.join("b")
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        let (slow, mine) = (grants.prefix(2), grants.suffix(2))
        #expect(slow.map(\.leaves) == [Leaves(0..<2), Leaves(2..<3)])
        #expect(mine.map(\.leaves) == [Leaves(3..<4), Leaves(4..<6)])
        for (grant, seconds) in zip(mine, [1, 3]) { stage.push(grant, at: .seconds(seconds)) }
        #expect(stage.words == ["b: step 0 [2, 3), slow had not begun with it"])
        #expect(
            stage.logged.contains("lease \(slow[1].id) of step 0 is taken back: an idle trainer gets it"))
        #expect(stage.push(slow[1], at: .seconds(3)) == [.accepted], "it had, but it changes nothing")
    }

    @Test func `who joins gets a share of the next step as soon as it begins`() throws {
        var stage = try Stage()
        stage.join("a")
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.join("b", at: .seconds(1))
        stage.push(grants[0], at: .seconds(8))
        stage.clear()
        stage.advance(at: .seconds(8))
        #expect(stage.logged.contains("lease 2 of step 1 is taken back: the round is divided anew"))
        #expect(
            stage.words.prefix(2) == ["a: step 1 [0, 4), divided anew", "b: step 1 [4, 8), divided anew"])
    }

    @Test(arguments: [(38, false), (42, true)])
    func `a step is divided anew only where that spares it a floor`(milliseconds: Int, isDivided: Bool) throws {
        var stage = try Stage()
        stage.join("a")
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.join("b")
        stage.push(grants[0], at: .milliseconds(milliseconds))
        stage.advance(at: .milliseconds(milliseconds))
        #expect(stage.grants.contains { $0.reason == .rebalanced } == isDivided, "half of it is to be spared")
    }

    // MARK: Pushes

    @Test(
        arguments: [
            (0, 4, 0, 0, 1, "accepted", nil),
            (0, 2, 0, 0, 1, "expected the lease's node [0, 4), got [0, 2)", .shape),
            (4, 8, 0, 0, 1, "expected the lease's node [0, 4), got [4, 8)", .shape),
            (0, 4, 2, 0, 1, "expected a bucket below 2, got 2", .bucket),
            (0, 4, -1, 0, 1, "expected a bucket below 2, got -1", .bucket),
            (0, 4, 0, 1, 1, "expected a node of step 0, got one of step 1", .stale),
            (0, 4, 0, 0, 99, "lease 99 was not given to the sender in this round", .noLease),
            (4, 8, 0, 0, 2, "lease 2 was not given to the sender in this round", .noLease),
        ] as [(Int, Int, Int, UInt64, UInt64, String, Verdict.Refusal.Kind?)])
    func `a push is judged by its lease, round, bucket and leaves`(
        first: Int, end: Int, bucket: Int, step: UInt64, lease: UInt64, expected: String, kind: Verdict.Refusal.Kind?
    ) throws {
        var stage = try Stage(buckets: 2, policy: LeasePolicy(minimumTrainers: 2))
        let trainer = stage.join("a")
        stage.join("b")
        let verdict = stage.engine.offer(
            Leaves(first..<end), bucket: bucket, of: Round(.training, step: step), lease: lease, from: trainer,
            at: .seconds(1)
        ) { nil }.verdict
        switch verdict {
        case .refused(let refusal):
            #expect(refusal.description == expected)
            #expect(refusal.kind == kind)
            #expect(stage.engine.account.totals.refused == [refusal.kind: 1])
            #expect(stage.engine.account.shares["a"]?.refused == [refusal.kind: 1])
        default: #expect(expected == "\(verdict)")
        }
    }

    @Test func `what others find wrong with a push is counted too`() throws {
        var stage = try Stage()
        let trainer = stage.join("a")
        let lineage = stage.engine.refuse(.lineage(expected: "x", got: "y"), from: trainer)
        #expect(lineage == .refused(.lineage(expected: "x", got: "y")))
        _ = stage.engine.refuse(.numbers(expected: 8, got: 1, bucket: 0), from: trainer)
        #expect(stage.engine.account.totals.refused == [.lineage: 1, .shape: 1])
        #expect(stage.engine.account.totals.pushesRefused == 2)
    }

    @Test func `who is no member can't push`() throws {
        var stage = try Stage()
        let trainer = stage.join("a")
        let grant = stage.grants[0]
        stage.leave(trainer, at: .zero)
        #expect(stage.push(grant, at: .zero) == [.refused(.noMember)])
    }

    @Test func `a trainer that comes back pushes what it computed before`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2))
        let before = stage.join("a")
        stage.join("b")
        let grant = stage.grants[0]
        stage.leave(before, at: .seconds(1))
        let (after, other) = (stage.join("a", at: .seconds(2)), stage.join("c", at: .seconds(2)))
        #expect(stage.push(grant, as: other, at: .seconds(3)) == [.refused(.noLease(grant.id))])
        #expect(stage.push(grant, as: after, at: .seconds(3)) == [.accepted])
        #expect(stage.push(grant, as: after, at: .seconds(3)) == [.covered(twinIsHeld: true)])
        #expect(stage.engine.contributors(to: Leaves(0..<4), bucket: 0) == [after])
        #expect(stage.engine.contributors(to: Leaves(4..<8), bucket: 0) == [])
    }

    @Test func `a member of the same name pushes for another only when that is gone or silent`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2))
        let first = stage.join("a")
        let second = stage.join("a")
        let grant = try #require(stage.grants.first { $0.trainer == first })
        #expect(stage.push(grant, as: second, at: .seconds(1)) == [.refused(.noLease(grant.id))])
        stage.beat([second], at: .seconds(2))
        #expect(stage.engine.activities[first] == .silent)
        #expect(stage.push(grant, as: second, at: .seconds(2)) == [.accepted])
    }

    @Test func `coverage is kept for each bucket, and a round is complete when all are`() throws {
        var stage = try Stage(buckets: 2)
        let trainer = stage.join("a")
        let grant = stage.grants[0]
        func offer(bucket: Int) -> Verdict {
            stage.engine.offer(
                grant.leaves, bucket: bucket, of: grant.round, lease: grant.id, from: trainer, at: .zero
            ) { nil }.verdict
        }
        #expect(offer(bucket: 1) == .accepted)
        #expect(stage.engine.isComplete(bucket: 1) && !stage.engine.isComplete(bucket: 0))
        #expect(!stage.engine.isRoundComplete)
        #expect(offer(bucket: 0) == .accepted)
        #expect(stage.engine.isRoundComplete)
        #expect(stage.engine.account.microBatches == 0, "nothing counts before it is committed")
        _ = stage.engine.advance(at: .zero)
        #expect(stage.engine.account.shares["a"]?.microBatches == 8)
        #expect(stage.engine.account.shares["a"]?.steps == 1)
    }

    @Test func `leaving a round before it is complete is our own mistake`() async {
        await #expect(processExitsWith: .failure) {
            let plan = RunPlan(
                steps: try StepPlan(trainingSamples: 8, batch: 8, microBatch: 1),
                evaluation: try EvaluationPlan(samples: 1, batch: 1), epochs: 1)
            var engine = LeaseEngine(plan: plan, bucketCount: 1, policy: LeasePolicy())
            _ = engine.advance(at: .zero)
        }
    }

    // MARK: Trust

    @Test func `an audited leaf is a lease of its own, and a second trainer's too`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2, auditShare: 0.3, auditSeed: 1))
        let audited = AuditSelection(share: 0.3, seed: 1).leaves(of: 0, leafCount: 8)
        #expect(audited.count == 2)
        stage.join("a")
        stage.join("b")
        for leaf in audited {
            let grants = stage.grants.filter { $0.round.step == 0 && $0.leaves.contains(leaf) }
            #expect(grants.map(\.leaves.count) == [1, 1])
            #expect(Set(grants.map(\.trainer)).count == 2)
            #expect(grants[1].reason == .witness(.planned))
        }
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        for grant in grants where grant.reason == .firstTime { stage.push(grant, at: .seconds(1)) }
        #expect(!stage.engine.isRoundComplete, "it waits for its audits")
        for grant in grants where grant.reason != .firstTime {
            #expect(stage.push(grant, at: .seconds(2)) == [.witnessed])
        }
        #expect(stage.engine.isRoundComplete)
        stage.advance(at: .seconds(2))
        #expect(stage.engine.account.totals.auditsDone == 2)
    }

    @Test func `no more are asked about a leaf than have to agree, and both are let say it`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 4, auditShare: 1))
        for name in ["a", "b", "c", "d"] { stage.join(name) }
        let grants = stage.takeGrants(of: Round(.training, step: 0))
        stage.clear()
        #expect((0..<8).map { leaf in grants.count { $0.leaves.contains(leaf) } } == Array(repeating: 2, count: 8))
        for grant in grants where grant.reason == .firstTime { stage.push(grant, at: .seconds(1)) }
        #expect(stage.takeGrants(of: Round(.training, step: 0)) == [], "each leaf is covered, and its witness asked")
        #expect(stage.engine.activeLeases.isSuperset(of: grants.filter { $0.reason != .firstTime }.map(\.id)))
        #expect(stage.logged == [])
    }

    @Test func `an audit without a second trainer is waived and counted`() throws {
        var stage = try Stage(policy: LeasePolicy(auditShare: 1))
        stage.join("a")
        for grant in stage.takeGrants(of: Round(.training, step: 0)) { stage.push(grant, at: .seconds(1)) }
        #expect(stage.engine.isRoundComplete)
        stage.advance(at: .seconds(2))
        #expect(stage.engine.account.totals.auditsDone == 0)
        #expect(stage.engine.account.totals.auditsWaived == 8)
    }

    @Test func `of two that disagree the one that a third contradicts is expelled, and the step redone`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 3, auditShare: 1))
        for name in ["a", "liar", "c"] { stage.join(name) }
        stage.liar = TrainerID(2)
        let round = Round(.training, step: 0)
        var turns = 0
        while !stage.engine.isRoundComplete, turns < 10 {
            for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(1 + turns)) }
            turns += 1
        }
        #expect(
            stage.logged.contains { $0.hasPrefix("liar is expelled: in step 0 it had another value for micro-batches") }
        )
        #expect(stage.logged.contains("step 0 is redone without liar"))
        #expect(stage.engine.isRoundComplete)
        #expect(stage.engine.trainers == [TrainerID(1), TrainerID(3)])
        #expect(stage.engine.contributors(to: Leaves(0..<8), bucket: 0) == [TrainerID(1), TrainerID(3)])
        guard case .expelled(let reason) = stage.engine.join(name: "liar", at: .seconds(20)).admittance else {
            Issue.record("the liar may join again")
            return
        }
        #expect(reason.contains("than a and c"))
        #expect(stage.engine.account.totals.expulsions == 1)
    }

    @Test func `who is expelled owes nothing any more, of no step`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 3, auditShare: 1))
        for name in ["a", "liar", "c"] { stage.join(name) }
        stage.liar = TrainerID(2)
        var (open, owners) = (stage.grants, [UInt64: TrainerID]())
        while stage.engine.trainers.count == 3, !open.isEmpty {
            stage.clear()
            for grant in open {
                owners[grant.id] = grant.trainer
                if grant.round.step == 0, stage.engine.trainers.count == 3 { stage.push(grant, at: .seconds(1)) }
            }
            open = stage.grants
        }
        for grant in open { owners[grant.id] = grant.trainer }
        #expect(stage.engine.trainers == [TrainerID(1), TrainerID(3)])
        #expect(owners.values.contains(TrainerID(2)))
        #expect(stage.engine.activeLeases.allSatisfy { owners[$0] != TrainerID(2) })
    }

    @Test func `two that disagree wait for a third, and after a while end the run, both named`() throws {
        var stage = try Stage(
            policy: LeasePolicy(minimumTrainers: 2, auditShare: 1, arbitrationPatience: .seconds(10)))
        for name in ["a", "liar"] { stage.join(name) }
        stage.liar = TrainerID(2)
        for grant in stage.takeGrants(of: Round(.training, step: 0)) { stage.push(grant, at: .seconds(1)) }
        #expect(stage.logged.contains("waiting for 1 trainer to arbitrate between a and liar"))
        stage.beat([TrainerID(1), TrainerID(2)], at: .seconds(10))
        #expect(stage.engine.fault == nil)
        stage.beat([TrainerID(1), TrainerID(2)], at: .seconds(11))
        #expect(
            stage.engine.fault?.description
                == "step 0, micro-batches [0, 1): a and liar pushed different bits for the same node, and nobody else is "
                + "there to arbitrate")
    }

    @Test func `two are compared on a node also where smaller ones were first to cover a part of it`() throws {
        var stage = try Stage(buckets: 2, policy: LeasePolicy(minimumTrainers: 4))
        for name in ["slow", "b", "c", "d"] { stage.join(name) }
        let round = Round(.training, step: 0)
        stage.note(stage.engine.dispute(Leaves(6..<8), bucket: 0, from: TrainerID(4), at: .zero))
        let slow = stage.takeGrants(of: round)
        for grant in slow.dropFirst() { stage.push(grant, at: .seconds(2)) }
        for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(2)) }
        stage.beat((1...4).map(TrainerID.init), at: .milliseconds(4100))
        let halves = stage.takeGrants(of: round)
        #expect(halves.map(\.leaves) == [Leaves(0..<1), Leaves(1..<2)])
        // The whole in one bucket, a half of it in the other: the rest of either comes too late.
        #expect(stage.push(slow[0], bucket: 1, at: .seconds(5)) == .accepted)
        #expect(stage.push(halves[0], bucket: 0, at: .seconds(5)) == .accepted)
        #expect(stage.push(slow[0], bucket: 0, at: .seconds(5)) == .witnessed)
        for half in halves { stage.push(half, at: .seconds(5)) }
        var turns = 0
        while !stage.engine.isRoundComplete, turns < 10 {
            for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(6 + turns)) }
            turns += 1
        }
        #expect(turns < 10, "it is complete: \(stage.words)")
    }

    @Test(arguments: [true, false])
    func `a sum that is not finite is computed again by a second trainer, and diverged if that agrees`(
        namesSuspects: Bool
    ) throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2))
        for name in ["a", "b"] { stage.join(name) }
        let round = Round(.training, step: 0)
        for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(1)) }
        stage.clear()
        let suspects = namesSuspects ? [(leaves: Leaves(0..<4), fingerprint: Stage.truth(Leaves(0..<4)))] : []
        stage.note(stage.engine.sumIsNotFinite(in: 0, suspects: suspects, at: .seconds(1)))
        if namesSuspects {
            #expect(stage.words == ["b: step 0 [0, 4), to compare: it is not finite"])
        } else {
            #expect(
                stage.logged.first == "step 0 is redone, each node by two trainers: the sum of bucket 0 is not finite")
        }
        for _ in 0..<3 { for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(2)) } }
        if !namesSuspects {
            #expect(stage.engine.isRoundComplete && stage.engine.fault == nil)
            stage.note(stage.engine.sumIsNotFinite(in: 0, suspects: [], at: .seconds(3)))
        }
        #expect(stage.engine.fault == .diverged(step: 0, bucket: 0, confirmedBy: ["a", "b"]))
    }

    @Test func `the only trainer confirms its own value`() throws {
        var stage = try Stage()
        stage.join("a")
        let round = Round(.training, step: 0)
        for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(1)) }
        stage.clear()
        let suspect = (leaves: Leaves(0..<8), fingerprint: Stage.truth(Leaves(0..<8)))
        stage.note(stage.engine.sumIsNotFinite(in: 0, suspects: [suspect], at: .seconds(1)))
        #expect(stage.words == ["a: step 0 [0, 8), to compare: it is not finite"])
        for grant in stage.takeGrants(of: round) { stage.push(grant, at: .seconds(2)) }
        #expect(stage.engine.fault == .diverged(step: 0, bucket: 0, confirmedBy: ["a"]))
    }

    @Test func `twins that differ have the step redone, each node by two trainers`() throws {
        var stage = try Stage(policy: LeasePolicy(minimumTrainers: 2))
        for name in ["a", "b"] { stage.join(name) }
        let grant = stage.takeGrants(of: Round(.training, step: 0))[0]
        stage.push(grant, at: .seconds(1))
        stage.clear()
        stage.note(stage.engine.dispute(grant.leaves, bucket: 0, from: TrainerID(2), at: .seconds(2)))
        #expect(stage.logged.contains("step 0 is redone, each node by two trainers: a and b differ in [0, 4)"))
        #expect(stage.words == ["a: step 0 [0, 4), the round is redone"])
    }

    @Test(
        arguments: [
            (0, 0, "step 0"), (2, 0, "step 2"), (3, 0, "evaluation after 3 steps"), (3, 1, "step 3"),
            (6, 1, "evaluation after 6 steps"), (6, 2, "nothing"),
        ] as [(UInt64, UInt64, String)])
    func `a run goes on where it was`(committedSteps: UInt64, evaluatedEpochs: UInt64, expected: String) throws {
        let plan = try Stage().engine.plan
        let round = plan.round(committedSteps: committedSteps, evaluatedEpochs: evaluatedEpochs)
        #expect(round.map(String.init(describing:)) ?? "nothing" == expected)
    }
}
