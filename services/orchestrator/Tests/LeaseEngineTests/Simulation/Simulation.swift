import LeaseEngine
import Reduction

/// A whole run without network, clock and floats: the lease engine and the trees, driven by events that a seed fixes.
///
/// Throws at the first broken invariant: each leaf of a committed step counts exactly once in each bucket, no round is
/// left early, its roots are those that one computer alone would find, twins are equal, and the run comes to its end.
struct Simulation {
    private let plan: SimulationPlan
    private let runPlan: RunPlan
    private var random: SeededGenerator
    private var engine: LeaseEngine
    private var trees: [NodeSum<HashValue>] = []
    private var counted: [[Int]] = []
    private var trainers: [SimulatedTrainer]
    private var queue = EventQueue()
    private var now: Duration = .zero
    private var report = SimulationReport()
    private var lastProgress: Duration = .zero

    private init(_ plan: SimulationPlan) throws {
        self.plan = plan
        runPlan = try plan.runPlan()
        random = SeededGenerator(seed: plan.seed)
        engine = LeaseEngine(plan: runPlan, bucketCount: plan.bucketCount, policy: plan.policy)
        trainers = plan.speeds.enumerated().map { SimulatedTrainer(name: "trainer-\($0)", speed: $1) }
        openRound()
    }

    static func run(_ plan: SimulationPlan) throws -> SimulationReport {
        var simulation = try Simulation(plan)
        return try simulation.run()
    }

    private mutating func run() throws -> SimulationReport {
        for index in trainers.indices { queue.add(.join(trainer: index), at: seconds(upTo: 3)) }
        queue.add(.tick, at: .zero)
        while engine.round != nil, let (time, event) = queue.next() {
            now = time
            try handle(event)
            guard now - lastProgress < .seconds(1000) else { throw SimulationFailure("the run hangs in \(state)") }
        }
        guard engine.round == nil else { throw SimulationFailure("nothing more happens in \(state)") }
        collectCounters()
        report.seconds = now / .seconds(1)
        return report
    }

    private mutating func handle(_ event: SimulationEvent) throws {
        switch event {
        case .join(let index): try join(index)
        case .deliver(let grant, let index, let life):
            guard trainers[index].life == life else { return }
            trainers[index].leases.append(grant)
            work(index)
        case .parameters(let step, let index, let life):
            guard trainers[index].life == life else { return }
            trainers[index].parameters = max(trainers[index].parameters, step)
            work(index)
        case .finish(let grant, let index, let life):
            guard trainers[index].life == life else { return }
            finish(grant, index)
        case .push(let push, let index, let life):
            guard trainers[index].life == life, let sender = trainers[index].membership else { return }
            try receive(push, from: sender)
        case .die(let index, let life):
            if trainers[index].life == life { try die(index) }
        case .tick:
            try send(engine.tick(at: now))
            queue.add(.tick, at: now + .milliseconds(250))
        }
    }

    // MARK: Trainers

    private mutating func join(_ index: Int) throws {
        guard trainers[index].membership == nil, let round = engine.round else { return }
        let (member, grants) = engine.join(name: trainers[index].name, at: now)
        trainers[index].membership = member
        trainers[index].parameters = 0
        trainers[index].leases = []
        queue.add(
            .parameters(round.step, trainer: index, life: trainers[index].life), at: now + seconds(upTo: 0.01))
        try send(grants)
    }

    /// Takes up the next lease, if the trainer has nothing to do.
    private mutating func work(_ index: Int) {
        guard !trainers[index].isBusy, let grant = trainers[index].takeNext() else { return }
        trainers[index].isBusy = true
        var duration = Double(grant.leaves.count) / trainers[index].speed * Double.random(in: 0.9...1.1, using: &random)
        if mishap(plan.freezeChance) { duration += Double.random(in: 0...40, using: &random) }
        queue.add(
            .finish(grant, trainer: index, life: trainers[index].life), at: now + .seconds(duration))
    }

    /// Pushes every node of a lease in every bucket, some of them twice, in any order; or dies on the way.
    private mutating func finish(_ grant: Grant, _ index: Int) {
        trainers[index].isBusy = false
        let leafCount = runPlan.leafCount(of: grant.round)
        let buckets = grant.round.phase == .training ? plan.bucketCount : 1
        let dies = mishap(plan.deathChance)
        for bucket in 0..<buckets {
            for node in grant.leaves.nodes(of: leafCount) where !dies || chance(0.5) {
                let value = HashValue.node(node.first, node.end, of: leafCount) { leaf in
                    self.leaf(leaf, of: grant.round, bucket: bucket)
                }
                let push = SimulatedPush(
                    lease: grant.id, round: grant.round, bucket: bucket, node: node, value: value)
                for _ in 0..<(chance(plan.duplicateChance) ? 2 : 1) {
                    queue.add(
                        .push(push, trainer: index, life: trainers[index].life),
                        at: now + seconds(upTo: plan.longestDelay))
                }
            }
        }
        guard dies else { return work(index) }
        trainers[index].isBusy = true
        queue.add(.die(trainer: index, life: trainers[index].life), at: now + seconds(upTo: plan.longestDelay))
    }

    /// What it sent last may or may not have come through; later it comes back under its name.
    private mutating func die(_ index: Int) throws {
        guard let member = trainers[index].membership else { return }
        report.deaths += 1
        disconnect(index)
        try send(engine.leave(member, at: now))
    }

    private mutating func disconnect(_ index: Int) {
        trainers[index].membership = nil
        trainers[index].life += 1
        trainers[index].isBusy = false
        queue.add(.join(trainer: index), at: now + seconds(upTo: 10))
    }

    // MARK: The orchestrator

    private mutating func send(_ grants: [Grant]) throws {
        for grant in grants {
            guard let index = trainers.firstIndex(where: { $0.membership == grant.trainer }) else {
                throw SimulationFailure("\(grant) for a trainer that isn't there")
            }
            if plan.bug == .forgottenReissue, grant.reason != .firstTime { continue }
            queue.add(
                .deliver(grant, trainer: index, life: trainers[index].life), at: now + seconds(upTo: 0.01))
        }
    }

    private mutating func receive(_ push: SimulatedPush, from sender: TrainerID) throws {
        let (verdict, grants) = engine.offer(
            push.node.leaves, bucket: push.bucket, of: push.round, lease: push.lease, from: sender, at: now)
        switch verdict {
        case .accepted: try add(push)
        case .covered(twinIsHeld: true):
            guard let twin = trees[push.bucket].value(at: push.node), twin.hasSameBits(as: push.value) else {
                throw SimulationFailure("\(push.node) in \(state) has no equal twin")
            }
            report.duplicatesCompared += 1
        case .covered, .refused: break
        }
        try send(grants)
        let isComplete = engine.isRoundComplete || plan.bug == .earlyCommit && trees[0].isComplete
        if isComplete { try commit() }
    }

    private mutating func add(_ push: SimulatedPush) throws {
        for leaf in push.node.leaves.range { counted[push.bucket][leaf] += plan.bug == .nodeAddedTwice ? 2 : 1 }
        var value = push.value
        value.swapsChildren = plan.bug == .swappedChildren
        guard trees[push.bucket].insert(value, at: push.node) == .accepted else {
            throw SimulationFailure("the tree refuses \(push.node) in \(state), the engine accepted it")
        }
        report.nodesAdded += 1
        lastProgress = now
    }

    private mutating func commit() throws {
        guard let round = engine.round else { return }
        try checkRound(round)
        switch round.phase {
        case .training: report.steps += 1
        case .evaluation: report.evaluations += 1
        }
        let grants = engine.advance(at: now)
        lastProgress = now
        openRound()
        for index in trainers.indices where trainers[index].membership != nil {
            queue.add(
                .parameters(engine.round?.step ?? 0, trainer: index, life: trainers[index].life),
                at: now + seconds(upTo: 0.01))
        }
        try send(grants)
        if round.phase == .training, mishap(plan.restartChance) { restart() }
    }

    private mutating func checkRound(_ round: Round) throws {
        let leafCount = runPlan.leafCount(of: round)
        for bucket in trees.indices {
            guard counted[bucket].allSatisfy({ $0 == 1 }) else {
                throw SimulationFailure("leaves of bucket \(bucket) count \(counted[bucket]) times in \(state)")
            }
            let alone = HashValue.node(0, leafCount, of: leafCount) { leaf in
                self.leaf(leaf, of: round, bucket: bucket)
            }
            guard let root = trees[bucket].root, root.bits == alone.bits else {
                throw SimulationFailure("bucket \(bucket) has another root than without disturbance in \(state)")
            }
            report.roots.append(root.bits)
        }
    }

    /// All that was not committed is lost, and every connection too.
    private mutating func restart() {
        report.restarts += 1
        collectCounters()
        let members = trainers.indices.filter { trainers[$0].membership != nil }
        engine = LeaseEngine(
            plan: runPlan, bucketCount: plan.bucketCount, policy: plan.policy, startingWith: engine.round)
        openRound()
        for index in members { disconnect(index) }
    }

    private mutating func openRound() {
        guard let round = engine.round else { return }
        let leafCount = runPlan.leafCount(of: round)
        let buckets = round.phase == .training ? plan.bucketCount : 1
        trees = Array(repeating: NodeSum(leafCount: leafCount), count: buckets)
        counted = Array(repeating: Array(repeating: 0, count: leafCount), count: buckets)
    }

    private mutating func collectCounters() {
        report.refused += engine.pushesRefused
        report.leasesIssued += engine.leasesIssued
        report.leasesReissued += engine.leasesReissued
        for member in engine.members.values { report.microBatches[member.name, default: 0] += member.microBatches }
    }

    // MARK: Chance

    private func leaf(_ leaf: Int, of round: Round, bucket: Int) -> HashValue {
        HashValue(round: 2 * round.step + (round.phase == .evaluation ? 1 : 0), bucket: bucket, leaf: leaf)
    }

    /// Whether something bad happens now.
    private mutating func mishap(_ probability: Double) -> Bool { now < plan.calmAfter && chance(probability) }

    private mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }

    private mutating func seconds(upTo most: Double) -> Duration {
        .seconds(Double.random(in: 0...most, using: &random))
    }

    private var state: String { engine.round.map(String.init(describing:)) ?? "no round" }
}
