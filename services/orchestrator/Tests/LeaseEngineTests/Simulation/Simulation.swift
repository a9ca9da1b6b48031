import LeaseEngine
import Reduction

/// A whole run without network, clock and floats: the lease engine, the checkpoints and the trees, driven by events that
/// a seed fixes.
///
/// Throws at the first broken invariant; see `Simulation+Checks`.
struct Simulation {
    let plan: SimulationPlan
    let runPlan: RunPlan
    var random: SeededGenerator
    var trainers: [SimulatedTrainer]
    var queue = EventQueue<SimulationEvent>()
    var now = 0.0
    var beats = 0
    var report = SimulationReport()
    var lastProgress = 0.0
    var longestStall = 0.0

    // The orchestrator, which loses all of this when it is killed.
    var engine: LeaseEngine
    var life = 0
    var isDown = false
    var trees: [NodeSum<HashValue>] = []
    var counted: [[Int]] = []
    /// Per bucket, the accepted nodes that are not finite.
    var suspects: [[(leaves: Leaves, fingerprint: Fingerprint)]] = []
    /// Who has said something about the leaves of the round.
    var words: [Int: Set<String>] = [:]
    var schedule: CheckpointSchedule
    var grantCount: UInt64 = 0
    var refusalCount: UInt64 = 0
    var commitCount: UInt64 = 0

    // What outlives it.
    /// The checkpoints on disk, oldest first.
    var disk: [UInt64] = []
    /// Until when compute serves no batches.
    var computeDownUntil = 0.0

    private init(_ plan: SimulationPlan) throws {
        self.plan = plan
        runPlan = try plan.runPlan()
        random = SeededGenerator(seed: plan.seed)
        engine = LeaseEngine(plan: runPlan, bucketCount: plan.bucketCount, policy: plan.policy)
        schedule = CheckpointSchedule(everySteps: plan.checkpointInterval, keep: 2)
        trainers = plan.speeds.enumerated().map {
            SimulatedTrainer(name: "trainer-\($0)", index: $0, speed: $1)
        }
        for (index, lie) in plan.lies { trainers[index].lie = lie }
        if plan.isFirstSlowedDown { trainers[0].slowUntil = plan.slowedUntil }
        report.trainers = trainers.count
        openRound()
    }

    static func run(_ plan: SimulationPlan) throws -> SimulationReport {
        var simulation = try Simulation(plan)
        return try simulation.run()
    }

    private mutating func run() throws -> SimulationReport {
        for index in trainers.indices { queue.add(.join(trainer: index), at: seconds(upTo: plan.slowestJoin)) }
        if plan.mishapInterval > 0 { queue.add(.mishap, at: nextMishap()) }
        queue.add(.beat, at: 0)
        while report.fault == nil, isDown || engine.round != nil, let (time, event) = queue.next() {
            now = time
            try handle(event)
        }
        guard report.fault != nil || engine.round == nil else {
            throw SimulationFailure("nothing more happens in \(state)")
        }
        try collectAccount()
        report.seconds = now
        report.longestStall = longestStall
        return report
    }

    private mutating func handle(_ event: SimulationEvent) throws {
        switch event {
        case .join(let index): try join(index)
        case .deliver(let message, let index, let connection):
            if trainers[index].connection == connection { deliver(message, to: index) }
        case .finish(let grant, let index, let life, let work):
            if trainers[index].life == life, trainers[index].workCount == work { finish(grant, index) }
        case .drop(let index, let life, let work):
            if trainers[index].life == life, trainers[index].workCount == work { endDrop(index) }
        case .push(let push, let index, let connection):
            if trainers[index].connection == connection { try arrive(push, from: index) }
        case .die(let index, let life):
            if trainers[index].life == life { try die(index) }
        case .cut(let index, let connection):
            if trainers[index].connection == connection { try cut(index) }
        case .forget(let member, let life):
            if life == self.life, !isDown { try execute(engine.leave(member, at: time)) }
        case .mishap: try mishap()
        case .beat: try beat()
        case .checkpointWritten(let life, let fails):
            if life == self.life, !isDown { try endCheckpoint(fails: fails) }
        case .orchestratorIsBack: orchestratorIsBack()
        }
    }

    /// Heartbeats every half a second, the orchestrator's look at the clock twice as often.
    private mutating func beat() throws {
        beats += 1
        queue.add(.beat, at: now + 0.25)
        guard !isDown else { return }
        if beats % 2 == 0 {
            for index in trainers.indices {
                guard let member = trainers[index].membership, trainers[index].frozenUntil <= now,
                    trainers[index].outBlockedUntil <= now
                else { continue }
                trainers[index].lastArrival = now
                try execute(engine.heard(from: member, at: time))
            }
        }
        if plan.bug != .noSilence || beats % 400 == 0 { try execute(engine.tick(at: time)) }
        perform(schedule.tick(at: time))
        try checkSilence()
        try checkProgress()
    }

    // MARK: Time and chance

    var time: Duration { .seconds(now) }

    mutating func chance(_ probability: Double) -> Bool {
        probability > 0 && Double.random(in: 0..<1, using: &random) < probability
    }

    mutating func seconds(upTo most: Double) -> Double { Double.random(in: 0...most, using: &random) }

    mutating func nextMishap() -> Double { now + seconds(upTo: 2 * plan.mishapInterval) }

    var state: String { engine.round.map(String.init(describing:)) ?? "no round" }

    func leaf(_ leaf: Int, of round: Round, bucket: Int) -> HashValue {
        let value = HashValue(
            round: 2 * round.step + (round.phase == .evaluation ? 1 : 0), bucket: bucket, leaf: leaf)
        guard let (step, index) = plan.notFinite, round == Round(.training, step: step), leaf == index else {
            return value
        }
        return value.notFinite
    }
}
