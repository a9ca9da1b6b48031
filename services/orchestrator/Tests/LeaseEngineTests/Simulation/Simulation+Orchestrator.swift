import LeaseEngine
import Reduction

extension Simulation {
    /// Does what the engine decided, in order.
    mutating func execute(_ decisions: [Decision]) throws {
        for decision in decisions {
            switch decision {
            case .grant(let grant): try send(grant)
            case .revoke(let revocation):
                if let index = index(of: revocation.trainer) { send(.revocation(revocation), to: index) }
            case .note(let change): try checkNotice(change)
            case .wait, .proceed: break
            case .expel(let expulsion): try expel(expulsion)
            case .redo: if plan.bug != .forgottenRedo { openTrees() }
            case .commit(let round): try complete(round)
            case .fail(let fault): try end(with: fault)
            }
        }
    }

    private func index(of member: TrainerID) -> Int? { trainers.firstIndex { $0.membership == member } }

    private mutating func send(_ grant: Grant) throws {
        grantCount += 1
        if grant.reason == .trial { report.trials += 1 }
        guard let index = index(of: grant.trainer) else {
            guard engine.membership.records[grant.trainer]?.isPresent == true else {
                throw SimulationFailure("\(grant) for a trainer that isn't there")
            }
            return
        }
        if plan.bug == .forgottenReissue, grant.reason.isReissue { return }
        send(.lease(grant), to: index)
    }

    mutating func receive(_ push: SimulatedPush, from sender: TrainerID) throws {
        guard push.lineage == 0 || plan.bug == .staleLineage else {
            refusalCount += 1
            _ = engine.refuse(.lineage(expected: "0", got: "\(push.lineage)"), from: sender)
            return
        }
        let (verdict, decisions) = engine.offer(
            push.leaves, bucket: push.bucket, of: push.round, lease: push.lease, from: sender, at: time
        ) { push.value.fingerprint }
        var disputed: [Decision] = []
        switch verdict {
        case .accepted: try add(push)
        case .covered(twinIsHeld: true): disputed = try compare(push, from: sender)
        case .covered, .witnessed, .measured: break
        case .refused: refusalCount += 1
        }
        switch verdict {
        case .refused, .measured: break
        default:
            if plan.bug == .noDedupe, verdict != .accepted { count(push) }
            if push.bucket == 0, push.leaves.count == 1, push.round == engine.round {
                words[push.leaves.first, default: []].insert(engine.membership.name(of: sender))
            }
        }
        try execute(decisions)
        try execute(disputed)
        if plan.bug == .earlyCommit, trees[0].isComplete, let round = engine.round { try complete(round) }
        try checkMemory()
    }

    /// Reports it to the engine where two values of one node differ.
    private mutating func compare(_ push: SimulatedPush, from sender: TrainerID) throws -> [Decision] {
        let leafCount = trees[push.bucket].leafCount
        guard push.round == engine.round,
            let node = NodeInterval(first: push.leaves.first, end: push.leaves.end, of: leafCount),
            let twin = trees[push.bucket].value(at: node)
        else { throw SimulationFailure("\(push.leaves) in \(state) has no twin") }
        report.duplicatesCompared += 1
        if twin.hasSameBits(as: push.value) { return [] }
        guard !plan.lies.isEmpty else { throw SimulationFailure("\(node) in \(state) has no equal twin") }
        return engine.dispute(push.leaves, bucket: push.bucket, from: sender, at: time)
    }

    private mutating func add(_ push: SimulatedPush) throws {
        var value = push.value
        value.swapsChildren = plan.bug == .swappedChildren
        let leafCount = trees[push.bucket].leafCount
        guard let node = NodeInterval(first: push.leaves.first, end: push.leaves.end, of: leafCount),
            trees[push.bucket].insert(value, at: node) == .accepted
        else { throw SimulationFailure("the tree refuses \(push.leaves) in \(state), the engine accepted it") }
        count(push)
        if !push.value.isFinite { suspects[push.bucket].append((push.leaves, push.value.fingerprint)) }
        report.nodesAdded += 1
        lastProgress = now
    }

    private mutating func count(_ push: SimulatedPush) {
        for leaf in push.leaves.range { counted[push.bucket][leaf] += 1 }
    }

    // MARK: Rounds

    private mutating func complete(_ round: Round) throws {
        if plan.bug != .commitBeforeFinite {
            for bucket in trees.indices where trees[bucket].root?.isFinite == false {
                let suspects = plan.namesSuspects ? suspects[bucket] : []
                lastProgress = now
                return try execute(engine.sumIsNotFinite(in: bucket, suspects: suspects, at: time))
            }
        }
        try checkRound(round)
        switch round.phase {
        case .training: report.steps += 1
        case .evaluation: report.evaluations += 1
        }
        let waived = engine.account.totals.auditsWaived
        let decisions = engine.advance(at: time)
        try checkAudits(of: round, waived: engine.account.totals.auditsWaived - waived)
        lastProgress = now
        if round.phase == .training { commitCount += 1 }
        openRound()
        if let next = engine.round {
            for index in trainers.indices where trainers[index].membership != nil {
                send(.parameters(next), to: index)
            }
        }
        try execute(decisions)
        perform(
            schedule.commit(before: engine.round, closesEpoch: round.phase == .evaluation, at: time))
    }

    mutating func openRound() {
        openTrees()
        words = [:]
    }

    private mutating func openTrees() {
        guard let round = engine.round else { return }
        let leafCount = runPlan.leafCount(of: round)
        let buckets = round.phase == .training ? plan.bucketCount : 1
        trees = Array(repeating: NodeSum(leafCount: leafCount), count: buckets)
        counted = Array(repeating: Array(repeating: 0, count: leafCount), count: buckets)
        suspects = Array(repeating: [], count: buckets)
    }

    private mutating func expel(_ expulsion: Expulsion) throws {
        guard let index = trainers.firstIndex(where: { $0.name == expulsion.name }), trainers[index].lie != nil else {
            throw SimulationFailure("\(expulsion.name) never lied, but: \(expulsion)")
        }
        report.expelled.insert(expulsion.name)
        trainers[index].membership = nil
        trainers[index].connection += 1
        lastProgress = now
        // It tries again, and is refused.
        queue.add(.join(trainer: index), at: now + seconds(upTo: 5))
    }

    // MARK: Checkpoints and restarts

    mutating func perform(_ decisions: [CheckpointSchedule.Decision]) {
        for decision in decisions {
            switch decision {
            case .write:
                queue.add(.checkpointWritten(life: life, fails: chance(0.1)), at: now + seconds(upTo: 1))
            case .delete(let steps): disk.removeAll { steps.contains($0) }
            case .postpone, .retry, .giveUp: break
            }
        }
    }

    mutating func endCheckpoint(fails: Bool) throws {
        guard let step = schedule.writing else { return }
        if fails { return perform(schedule.failed(reason: "the disk is full", at: time)) }
        disk = Set(disk + [step]).sorted()
        perform(schedule.written(at: time))
        try checkDisk()
    }

    /// All that was not committed is lost, and every connection too.
    mutating func killOrchestrator() throws {
        report.orchestratorRestarts += 1
        try collectAccount()
        life += 1
        isDown = true
        for index in trainers.indices where trainers[index].membership != nil { try cut(index) }
        queue.add(.orchestratorIsBack, at: now + seconds(upTo: 3))
        lastProgress = now
    }

    /// It goes on with the newest checkpoint, or the one before where that one is torn.
    mutating func orchestratorIsBack() {
        let torn = !disk.isEmpty && chance(0.2) ? [disk.removeLast()] : []
        let round = disk.last.map { Round(.training, step: $0) }
        engine = LeaseEngine(
            plan: runPlan, bucketCount: plan.bucketCount, policy: plan.policy, startingWith: round,
            expelled: engine.membership.expelled)
        schedule = CheckpointSchedule(everySteps: plan.checkpointInterval, keep: 2, kept: disk, damaged: torn)
        (grantCount, refusalCount, commitCount) = (0, 0, 0)
        isDown = false
        lastProgress = now
        openRound()
    }
}
