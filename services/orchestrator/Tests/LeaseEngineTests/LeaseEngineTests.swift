import LeaseEngine
import Reduction
import Testing

@Suite struct LeaseEngineTests {
    /// Two epochs of three steps, of 8, 8 and 3 micro-batches, and an evaluation of 4 batches behind each.
    private func engine(
        buckets: Int = 1, policy: LeasePolicy = LeasePolicy(), startingWith round: Round? = nil
    ) throws -> LeaseEngine {
        let plan = RunPlan(
            steps: try StepPlan(trainingSamples: 38, batch: 16, microBatch: 2),
            evaluation: try EvaluationPlan(samples: 40, batch: 10), epochs: 2)
        return LeaseEngine(plan: plan, bucketCount: buckets, policy: policy, startingWith: round)
    }

    private func words(_ grants: [Grant]) -> [String] {
        grants.map { "\($0.trainer.number): \($0.round) \($0.leaves), \($0.reason)" }
    }

    /// Pushes all nodes of a lease in every bucket; returns what is granted of it.
    private func push(
        _ grant: Grant, into engine: inout LeaseEngine, buckets: Int = 1, at now: Duration
    ) -> [Grant] {
        var grants: [Grant] = []
        for bucket in 0..<(grant.round.phase == .training ? buckets : 1) {
            for node in grant.leaves.nodes(of: engine.plan.leafCount(of: grant.round)) {
                let (verdict, more) = engine.offer(
                    node.leaves, bucket: bucket, of: grant.round, lease: grant.id, from: grant.trainer, at: now)
                #expect(verdict == .accepted)
                grants += more
            }
        }
        return grants
    }

    @Test func `rounds go through every epoch's steps and evaluate behind each`() throws {
        var engine = try engine()
        var grants = engine.join(name: "a", at: .zero).grants
        var rounds: [String] = []
        while let round = engine.round {
            rounds.append("\(round)")
            let grant = try #require(grants.first { $0.round == round })
            grants.removeAll { $0.round == round }
            #expect(grant.leaves == Leaves(0..<engine.plan.leafCount(of: round)))
            grants += push(grant, into: &engine, at: .seconds(1))
            #expect(engine.isRoundComplete)
            grants += engine.advance(at: .seconds(1))
        }
        #expect(
            rounds == [
                "step 0", "step 1", "step 2", "evaluation after 3 steps", "step 3", "step 4", "step 5",
                "evaluation after 6 steps",
            ])
        #expect(grants == [])
        #expect(engine.leasesIssued == 8)
        #expect(engine.members.values.first?.microBatches == 38)
        #expect(engine.members.values.first?.steps == 6)
    }

    @Test func `the next step is leased ahead, but an evaluation waits for its turn`() throws {
        var engine = try engine()
        #expect(
            words(engine.join(name: "a", at: .zero).grants) == [
                "1: step 0 [0, 8), first time", "1: step 1 [0, 8), first time",
            ])
        var last = try self.engine(startingWith: Round(.training, step: 2))
        #expect(words(last.join(name: "a", at: .zero).grants) == ["1: step 2 [0, 3), first time"])
    }

    @Test func `a quorum is waited for once, and the leaves are divided over it`() throws {
        var engine = try engine(policy: LeasePolicy(minimumTrainers: 2))
        let (first, none) = engine.join(name: "a", at: .zero)
        #expect(none == [])
        #expect(engine.missingTrainers == 1)
        #expect(
            words(engine.join(name: "b", at: .zero).grants) == [
                "1: step 0 [0, 4), first time", "2: step 0 [4, 8), first time",
                "1: step 1 [0, 4), first time", "2: step 1 [4, 8), first time",
            ])
        #expect(engine.missingTrainers == 0)
        #expect(
            words(engine.leave(first, at: .seconds(1))) == ["2: step 0 [0, 4), a left", "2: step 1 [0, 4), a left"])
    }

    @Test func `a run without trainers waits, and goes on with the first that comes`() throws {
        var engine = try engine()
        let (trainer, grants) = engine.join(name: "a", at: .zero)
        let half = engine.offer(
            Leaves(0..<4), bucket: 0, of: Round(.training, step: 0), lease: grants[0].id, from: trainer,
            at: .seconds(1))
        #expect(half.verdict == .accepted)
        #expect(engine.leave(trainer, at: .seconds(2)) == [])
        #expect(engine.missingTrainers == 1)
        #expect(engine.leave(trainer, at: .seconds(2)) == [], "a repeat is harmless")
        #expect(
            words(engine.join(name: "b", at: .seconds(9)).grants) == [
                "2: step 0 [4, 8), a left", "2: step 1 [0, 8), a left",
            ])
        #expect(engine.reissues == [.trainerLeft("a"): 2])
        #expect(engine.leasesReissued == 2)
    }

    @Test func `what a lost trainer owes goes to idle ones first`() throws {
        var engine = try engine(policy: LeasePolicy(minimumTrainers: 4))
        var grants: [Grant] = []
        for name in ["a", "b", "c", "d"] { grants += engine.join(name: name, at: .zero).grants }
        _ = push(grants[2], into: &engine, at: .seconds(1))
        let again = engine.leave(grants[0].trainer, at: .seconds(2)).filter { $0.round == engine.round }
        #expect(words(again) == ["3: step 0 [0, 2), a left"])
    }

    @Test func `a late trainer's leaves go to others, and still count when it was first`() throws {
        var engine = try engine(policy: LeasePolicy(minimumTrainers: 2, firstDeadline: .seconds(20)))
        let (late, _) = engine.join(name: "late", at: .zero)
        let grants = engine.join(name: "b", at: .zero).grants
        #expect(engine.nextDeadline == .seconds(20))
        _ = push(grants[1], into: &engine, at: .seconds(15))
        #expect(engine.tick(at: .seconds(20)) == [])
        let again = engine.tick(at: .seconds(21))
        #expect(
            words(again) == [
                "2: step 0 [0, 4), late passed its deadline", "2: step 1 [0, 4), late passed its deadline",
            ])
        #expect(engine.members[late]?.isLate == true)
        #expect(engine.tick(at: .seconds(22)) == [], "a deadline passes once")
        let verdict = engine.offer(
            Leaves(0..<4), bucket: 0, of: Round(.training, step: 0), lease: grants[0].id, from: late, at: .seconds(23)
        ).verdict
        #expect(verdict == .accepted)
        #expect(engine.isRoundComplete)
        #expect(engine.members[late]?.isLate == false)
        #expect(engine.members[late]?.microBatches == 4)
    }

    @Test func `a late trainer gets no leases until it is heard of`() throws {
        var engine = try engine(policy: LeasePolicy(minimumTrainers: 2))
        let late = engine.join(name: "late", at: .zero).trainer
        let mine = engine.join(name: "b", at: .zero).grants
        _ = push(mine[1], into: &engine, at: .seconds(1))
        let again = engine.tick(at: .seconds(61))
        _ = push(again[0], into: &engine, at: .seconds(62))
        #expect(words(engine.advance(at: .seconds(62))) == ["2: step 2 [0, 3), first time"])
        let stale = engine.offer(
            Leaves(0..<4), bucket: 0, of: Round(.training, step: 0), lease: mine[0].id, from: late, at: .seconds(63))
        #expect(
            stale.verdict
                == .refused(.stale(pushed: Round(.training, step: 0), current: Round(.training, step: 1))))
        #expect(engine.members[late]?.isLate == false)
        #expect(engine.pushesRefused == 1)
    }

    @Test func `the only trainer is given more time`() throws {
        var engine = try engine()
        _ = engine.join(name: "a", at: .zero)
        #expect(engine.tick(at: .seconds(61)) == [])
        #expect(engine.nextDeadline == .seconds(121))
        #expect(words(engine.join(name: "b", at: .seconds(62)).grants) == [])
        #expect(words(engine.tick(at: .seconds(122))).first == "2: step 0 [0, 8), a passed its deadline")
    }

    @Test func `deadlines follow measured speeds, with a floor`() throws {
        var engine = try engine()
        let grants = engine.join(name: "a", at: .zero).grants
        #expect(grants.map(\.deadline) == [.seconds(60), .seconds(60)])
        _ = push(grants[0], into: &engine, at: .seconds(16))
        let next = engine.advance(at: .seconds(16))
        #expect(engine.members[grants[0].trainer]?.speed == 0.5)
        #expect(next.map(\.leaves.count) == [3])
        #expect(next.map(\.deadline) == [.seconds(60)], "3 leaves at half a leaf a second, ten times")
        #expect(LeasePolicy(patience: 1).shortestDeadline == .seconds(10))
    }

    @Test func `a trainer's speed counts from when the parameters were there`() throws {
        var engine = try engine()
        let grants = engine.join(name: "a", at: .zero).grants
        _ = push(grants[0], into: &engine, at: .seconds(8))
        _ = engine.advance(at: .seconds(100))
        _ = push(grants[1], into: &engine, at: .seconds(104))
        #expect(engine.members[grants[0].trainer]?.speed == 1 + 0.3 * (2 - 1))
    }

    @Test(
        arguments: [
            (0, 4, 0, 0, 1, "accepted"), (0, 2, 0, 0, 1, "accepted"),
            (0, 3, 0, 0, 1, "[0, 3) is no node of a tree of 8 leaves"),
            (4, 8, 0, 0, 1, "expected a node inside the lease's [0, 4), got [4, 8)"),
            (0, 4, 2, 0, 1, "expected a bucket below 2, got 2"), (0, 4, -1, 0, 1, "expected a bucket below 2, got -1"),
            (0, 4, 0, 1, 1, "expected a node of step 0, got one of step 1"),
            (0, 4, 0, 0, 99, "lease 99 was not given to the sender in this round"),
            (4, 8, 0, 0, 2, "lease 2 was not given to the sender in this round"),
        ] as [(Int, Int, Int, UInt64, UInt64, String)])
    func `a push is judged by its lease, round, bucket and leaves`(
        first: Int, end: Int, bucket: Int, step: UInt64, lease: UInt64, expected: String
    ) throws {
        var engine = try engine(buckets: 2, policy: LeasePolicy(minimumTrainers: 2))
        let trainer = engine.join(name: "a", at: .zero).trainer
        _ = engine.join(name: "b", at: .zero)
        let verdict = engine.offer(
            Leaves(first..<end), bucket: bucket, of: Round(.training, step: step), lease: lease, from: trainer,
            at: .seconds(1)
        ).verdict
        switch verdict {
        case .refused(let refusal):
            #expect(refusal.description == expected)
            #expect(engine.pushesRefused == 1)
            #expect(engine.members[trainer]?.pushesRefused == 1)
        default: #expect(expected == "\(verdict)")
        }
    }

    @Test func `who is no member can't push`() throws {
        var engine = try engine()
        let (trainer, grants) = engine.join(name: "a", at: .zero)
        _ = engine.leave(trainer, at: .zero)
        let verdict = engine.offer(
            grants[0].leaves, bucket: 0, of: grants[0].round, lease: grants[0].id, from: trainer, at: .zero
        ).verdict
        #expect(verdict == .refused(.noMember))
    }

    @Test func `a trainer that comes back pushes what it computed before`() throws {
        var engine = try engine()
        let (before, grants) = engine.join(name: "a", at: .zero)
        _ = engine.leave(before, at: .seconds(1))
        let (after, _) = engine.join(name: "a", at: .seconds(2))
        let (other, _) = engine.join(name: "b", at: .seconds(2))
        func offer(_ leaves: Range<Int>, from trainer: TrainerID) -> Verdict {
            engine.offer(
                Leaves(leaves), bucket: 0, of: grants[0].round, lease: grants[0].id, from: trainer, at: .seconds(3)
            ).verdict
        }
        #expect(offer(0..<4, from: other) == .refused(.noLease(grants[0].id)))
        #expect(offer(0..<4, from: after) == .accepted)
        #expect(offer(0..<4, from: after) == .covered(twinIsHeld: true))
        #expect(engine.contributors(to: Leaves(0..<4), bucket: 0) == [after])
        #expect(engine.contributors(to: Leaves(4..<8), bucket: 0) == [])
    }

    @Test func `coverage is kept for each bucket, and a round is complete when all are`() throws {
        var engine = try engine(buckets: 2)
        let (trainer, grants) = engine.join(name: "a", at: .zero)
        func offer(_ leaves: Range<Int>, bucket: Int) -> Verdict {
            engine.offer(
                Leaves(leaves), bucket: bucket, of: grants[0].round, lease: grants[0].id, from: trainer, at: .zero
            ).verdict
        }
        #expect(offer(0..<8, bucket: 1) == .accepted)
        #expect(engine.isComplete(bucket: 1) && !engine.isComplete(bucket: 0) && !engine.isRoundComplete)
        #expect(engine.members[trainer]?.microBatches == 0)
        #expect(offer(0..<4, bucket: 0) == .accepted)
        #expect(engine.members[trainer]?.microBatches == 4)
        #expect(offer(4..<8, bucket: 0) == .accepted)
        #expect(engine.isRoundComplete)
        #expect(offer(4..<8, bucket: 0) == .covered(twinIsHeld: false))
        #expect(engine.members[trainer]?.steps == 1)
    }

    @Test func `what can't be added is leased again where it is missing`() throws {
        var engine = try engine(policy: LeasePolicy(minimumTrainers: 2, firstDeadline: .seconds(20)))
        let late = engine.join(name: "late", at: .zero).trainer
        let grants = engine.join(name: "b", at: .zero).grants
        let again = engine.tick(at: .seconds(21))
        let current = try #require(again.first { $0.round == engine.round })
        #expect(current.leaves == Leaves(0..<4))
        func offer(_ leaves: Range<Int>, _ grant: Grant) -> (verdict: Verdict, grants: [Grant]) {
            engine.offer(
                Leaves(leaves), bucket: 0, of: grant.round, lease: grant.id, from: grant.trainer, at: .seconds(22))
        }
        // The late trainer's own nodes come first and in another shape, so that the helper's [0, 4) can't be added.
        #expect(offer(0..<2, grants[0]).verdict == .accepted)
        let vain = offer(0..<4, current)
        #expect(vain.verdict == .refused(.overlaps(first: 0, end: 4)))
        #expect(
            words(vain.grants).allSatisfy { $0.hasSuffix("step 0 [2, 4), b pushed what overlaps with other nodes") })
        #expect(vain.grants.count == 1)
        #expect(vain.grants.first?.trainer == late, "it owes nothing any more, and was heard of")
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

    @Test(
        arguments: [
            (0, 0, "step 0"), (2, 0, "step 2"), (3, 0, "evaluation after 3 steps"), (3, 1, "step 3"),
            (6, 1, "evaluation after 6 steps"), (6, 2, "nothing"),
        ] as [(UInt64, UInt64, String)])
    func `a run goes on where it was`(committedSteps: UInt64, evaluatedEpochs: UInt64, expected: String) throws {
        let plan = try engine().plan
        let round = plan.round(committedSteps: committedSteps, evaluatedEpochs: evaluatedEpochs)
        #expect(round.map(String.init(describing:)) ?? "nothing" == expected)
    }
}
