import LeaseEngine
import Reduction

extension Simulation {
    mutating func join(_ index: Int) throws {
        let trainer = trainers[index]
        guard trainer.membership == nil, !trainer.isGoneForGood else { return }
        let ready = max(trainer.frozenUntil, trainer.outBlockedUntil, trainer.inBlockedUntil)
        guard !isDown, ready <= now else {
            return queue.add(.join(trainer: index), at: max(ready, now) + 0.1 + seconds(upTo: 2))
        }
        let (admittance, decisions) = engine.join(name: trainer.name, at: time)
        guard case .member(let member) = admittance else {
            guard report.expelled.contains(trainer.name) else {
                throw SimulationFailure("\(trainer.name) is refused: \(admittance)")
            }
            trainers[index].isGoneForGood = true
            return
        }
        // A real trainer forgets what it was at; but what it kept would still count.
        if chance(0.5) { trainers[index].leases = [] }
        trainers[index].membership = member
        trainers[index].parameters = nil
        trainers[index].revoked = []
        trainers[index].lastArrival = now
        if let round = engine.round { send(.parameters(round), to: index) }
        try execute(decisions)
    }

    mutating func send(_ message: SimulationEvent.Message, to index: Int) {
        let delay = seconds(upTo: min(0.01, plan.longestDelay))
        queue.add(.deliver(message, trainer: index, connection: trainers[index].connection), at: now + delay)
    }

    mutating func deliver(_ message: SimulationEvent.Message, to index: Int) {
        let blocked = max(trainers[index].inBlockedUntil, trainers[index].frozenUntil)
        guard blocked <= now else {
            return queue.add(
                .deliver(message, trainer: index, connection: trainers[index].connection),
                at: blocked + seconds(upTo: 0.01))
        }
        switch message {
        case .lease(let grant): trainers[index].leases.append(grant)
        case .revocation(let revocation): trainers[index].revoked.insert(revocation.lease)
        case .parameters(let round):
            let before = trainers[index].parameters?.step ?? 0
            if round.step >= before { trainers[index].parameters = round }
        }
        dropMoot(index)
        work(index)
    }

    /// A trainer drops what it is at when the micro-batch under way is done, where that was revoked or its step is over;
    /// behind the last one it is too late.
    private mutating func dropMoot(_ index: Int) {
        let trainer = trainers[index]
        guard let work = trainer.work, let parameters = trainer.parameters,
            trainer.revoked.contains(work.grant.id) || work.grant.round.step < parameters.step
        else { return }
        let leaf = (work.end - work.start) / Double(work.grant.leaves.count)
        let boundary = work.start + (max(0, (now - work.start) / leaf)).rounded(.up) * leaf
        guard boundary < work.end - leaf / 2 else { return }
        trainers[index].work = nil
        trainers[index].workCount += 1
        report.drops += 1
        queue.add(.drop(trainer: index, life: trainer.life, work: trainers[index].workCount), at: max(now, boundary))
    }

    mutating func endDrop(_ index: Int) {
        let trainer = trainers[index]
        guard trainer.frozenUntil <= now else {
            return queue.add(
                .drop(trainer: index, life: trainer.life, work: trainer.workCount), at: trainer.frozenUntil)
        }
        trainers[index].isBusy = false
        work(index)
    }

    /// Takes up the next lease, if the trainer has nothing to do.
    mutating func work(_ index: Int) {
        guard !trainers[index].isBusy, let grant = trainers[index].takeNext() else { return }
        trainers[index].isBusy = true
        let duration = duration(of: grant, by: trainers[index])
        let start = max(now, computeDownUntil)
        // Ten times as long while it is slowed down.
        let slowed = min(max(trainers[index].slowUntil - start, 0), 10 * duration)
        let end = start + slowed + duration - slowed / 10
        trainers[index].workCount += 1
        trainers[index].work = (grant, start, end)
        queue.add(
            .finish(grant, trainer: index, life: trainers[index].life, work: trainers[index].workCount), at: end)
    }

    private mutating func duration(of grant: Grant, by trainer: SimulatedTrainer) -> Double {
        let unevenness = Double.random(in: 1 - plan.unevenness...1 + plan.unevenness, using: &random)
        let hiccup = plan.hiccupChance > 0 && chance(plan.hiccupChance) ? seconds(upTo: plan.longestHiccup) : 0
        return Double(grant.leaves.count) / trainer.speed * unevenness + hiccup
    }

    /// Pushes the node of a lease in every bucket, some of them twice, in any order; or dies on the way.
    mutating func finish(_ grant: Grant, _ index: Int) {
        let trainer = trainers[index]
        guard trainer.frozenUntil <= now else {
            return queue.add(
                .finish(grant, trainer: index, life: trainer.life, work: trainer.workCount),
                at: trainer.frozenUntil + seconds(upTo: 1))
        }
        trainers[index].isBusy = false
        trainers[index].work = nil
        report.leavesComputed += grant.leaves.count
        // A trainer doesn't push what it computed of a step that it knows to be gone by.
        let isStale = grant.round.step < trainer.parameters?.step ?? 0
        guard trainer.membership != nil, !isStale else { return work(index) }
        let dies = now < plan.calmAfter && chance(plan.deathChance)
        let isWrong = trainer.lie != nil && (trainer.lie != .sometimes || chance(0.5))
        for bucket in 0..<(grant.round.phase == .training ? plan.bucketCount : 1) where !dies || chance(0.5) {
            var value = value(of: grant, bucket: bucket)
            if isWrong, grant.round.phase == .training {
                value = trainer.lie == .notFinite ? value.notFinite : value.falsified(by: index)
            }
            var push = SimulatedPush(
                lease: grant.id, round: grant.round, bucket: bucket, leaves: grant.leaves, value: value)
            for _ in 0..<(chance(plan.duplicateChance) ? 2 : 1) { send(push, from: index) }
            if chance(plan.strangerChance) {
                push = SimulatedPush(
                    lease: grant.id, round: grant.round, bucket: bucket, leaves: grant.leaves,
                    value: value.falsified(by: 1_000_000), lineage: 1)
                send(push, from: index)
            }
        }
        guard dies else { return work(index) }
        trainers[index].isBusy = true
        queue.add(.die(trainer: index, life: trainer.life), at: now + seconds(upTo: plan.longestDelay))
    }

    private func value(of grant: Grant, bucket: Int) -> HashValue {
        let leaf = { (leaf: Int) in self.leaf(leaf, of: grant.round, bucket: bucket) }
        if plan.bug == .regroupedTree { return HashValue.chain(grant.leaves.first, grant.leaves.end, leaf: leaf) }
        return HashValue.node(grant.leaves.first, grant.leaves.end, leaf: leaf)
    }

    private mutating func send(_ push: SimulatedPush, from index: Int) {
        queue.add(
            .push(push, trainer: index, connection: trainers[index].connection),
            at: now + seconds(upTo: plan.longestDelay))
    }

    mutating func arrive(_ push: SimulatedPush, from index: Int) throws {
        guard trainers[index].outBlockedUntil <= now else {
            return queue.add(
                .push(push, trainer: index, connection: trainers[index].connection),
                at: trainers[index].outBlockedUntil + seconds(upTo: 0.1))
        }
        guard let sender = trainers[index].membership, !isDown else { return }
        trainers[index].lastArrival = now
        try receive(push, from: sender)
    }

    // MARK: What happens to trainers

    /// What it sent last may or may not have come through; later it comes back under its name.
    mutating func die(_ index: Int) throws {
        report.deaths += 1
        trainers[index].life += 1
        trainers[index].isBusy = false
        trainers[index].work = nil
        trainers[index].leases = []
        trainers[index].frozenUntil = 0
        try cut(index)
    }

    /// The connection is lost, and the orchestrator notices.
    mutating func cut(_ index: Int) throws {
        trainers[index].connection += 1
        queue.add(
            .join(trainer: index), at: now + seconds(upTo: [0.1, 1, 10].randomElement(using: &random) ?? 1))
        guard let member = trainers[index].membership else { return }
        trainers[index].membership = nil
        if !isDown { try execute(engine.leave(member, at: time)) }
    }

    mutating func mishap() throws {
        guard now < plan.calmAfter else { return }
        queue.add(.mishap, at: nextMishap())
        guard let mishap = plan.mishaps.randomElement(using: &random) else { return }
        let connected = trainers.indices.filter { trainers[$0].membership != nil }
        guard let index = connected.randomElement(using: &random) else { return }
        let end = now + seconds(upTo: [0.2, 2, 20].randomElement(using: &random) ?? 1)
        switch mishap {
        case .death: try die(index)
        case .freeze: block(index, until: end) { $0.frozenUntil = max($0.frozenUntil, end) }
        case .partition:
            block(index, until: end) {
                $0.inBlockedUntil = max($0.inBlockedUntil, end)
                $0.outBlockedUntil = max($0.outBlockedUntil, end)
            }
        case .deafness: block(index, until: end) { $0.inBlockedUntil = max($0.inBlockedUntil, end) }
        case .muteness: block(index, until: end) { $0.outBlockedUntil = max($0.outBlockedUntil, end) }
        case .slowness: trainers[index].slowUntil = end
        case .reconnection: try reconnect(index)
        case .orchestratorRestart: if !isDown, chance(0.2) { try killOrchestrator() }
        case .computeRestart: computeDownUntil = max(computeDownUntil, now + seconds(upTo: 5))
        case .departure: try depart(index)
        }
    }

    /// After eight seconds either side takes the connection for lost.
    private mutating func block(_ index: Int, until end: Double, _ change: (inout SimulatedTrainer) -> Void) {
        change(&trainers[index])
        if end > now + 8 { queue.add(.cut(trainer: index, connection: trainers[index].connection), at: now + 8) }
    }

    /// A trainer is back before the orchestrator has noticed that the old connection is dead.
    private mutating func reconnect(_ index: Int) throws {
        guard let member = trainers[index].membership, !isDown, trainers[index].isAtWork(at: now) else { return }
        trainers[index].connection += 1
        trainers[index].membership = nil
        queue.add(.forget(member, life: life), at: now + seconds(upTo: 3))
        try join(index)
    }

    /// Some never come back, as long as there are enough others.
    private mutating func depart(_ index: Int) throws {
        let staying = trainers.count { !$0.isGoneForGood && $0.lie == nil }
        guard trainers[index].membership != nil, trainers[index].lie == nil,
            staying > max(plan.policy.minimumTrainers, 2)
        else { return }
        trainers[index].isGoneForGood = true
        try die(index)
    }
}
