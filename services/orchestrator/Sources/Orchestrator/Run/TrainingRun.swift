package import Dashboard
package import Digests
internal import Hosting
internal import JobFile
internal import Learning
package import LeaseEngine
package import Logging
internal import Reduction
internal import RunRecords
internal import Telemetry
package import WireProtocol

internal import enum Schemas.FailureCode

/// The run: decides through the lease engine, adds what is pushed, applies the optimiser, and tells the members.
///
/// Sessions call it for their trainers. It waits neither for a trainer nor for a disk; whoever can't keep up is cut off
/// by its queue. What it holds beside optimiser state, parameters and one step's sums is what members have credit for,
/// and what a checkpoint is written from.
package actor TrainingRun {
    /// Bytes of gradients of one member that may wait for others'.
    package static let windowBytes = 4 << 20

    let context: RunContext
    let progress: @Sendable (RunProgress) -> Void
    /// Is told what happens; never waits.
    let observe: @Sendable (RunEvent) -> Void
    let directory: RunDirectory
    let disk = DiskQueue(label: "pangea.disk")
    let identity: PeerIdentity
    let metrics: RunMetrics
    let logger: Logger
    private let clock = ContinuousClock()
    private let createdAt: ContinuousClock.Instant

    var engine: LeaseEngine
    var state: RunState
    private(set) var lineage: Digest?
    var roster: Roster
    /// Who was lost without a word, and when, as far as they aren't back.
    private var lost: [String: Duration] = [:]
    var reduction: StepReduction?
    var evaluation: NodeSum<Statistics>?
    var credit: CreditWindow
    var pace = RunPace()
    var stepTimes = PartTimes()
    /// Of the step that was committed last.
    var committed: Statistics?
    var checkpoints: CheckpointSchedule
    /// Does what is to be done on the disk, one after the other; the last of it.
    var diskWork: Task<Void, Never>?
    /// Writes the last files, when nothing is trained any more.
    var conclusion: Task<Void, Never>?
    private(set) var ending: Result<RunEnding, any Error>?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    package init(
        context: RunContext, state: RunState, policy: LeasePolicy, identity: PeerIdentity,
        directory: RunDirectory, stored: StoredRun = .nothing, windowBytes: Int = TrainingRun.windowBytes,
        checkpointRetry: RetryDelay = RetryDelay(), logger: Logger,
        metrics: RunMetrics = RunMetrics(in: MetricRegistry()),
        observe: @escaping @Sendable (RunEvent) -> Void = { _ in },
        progress: @escaping @Sendable (RunProgress) -> Void
    ) {
        self.context = context
        self.state = state
        self.identity = identity
        self.directory = directory
        self.logger = logger
        self.metrics = metrics
        self.progress = progress
        self.observe = observe
        createdAt = clock.now
        engine = LeaseEngine(
            plan: context.plan, bucketCount: context.buckets.count, policy: policy, startingWith: state.round,
            expelled: stored.expelled)
        checkpoints = CheckpointSchedule(
            everySteps: context.job.checkpoint.everySteps, keep: context.job.checkpoint.keep, kept: stored.checkpoints,
            damaged: stored.damaged, delay: checkpointRetry)
        roster = Roster(logger: logger)
        credit = CreditWindow(
            bucketSizes: context.buckets.sizes, windowBytes: windowBytes, step: state.round.step)
        (reduction, evaluation) = Self.trees(for: state.round, context: context)
        lineage = state.probe.map { context.lineage(probe: $0) }
        metrics.begin(context, at: state.round.step, checkpoint: stored.checkpoints.last)
        metrics.showTrainers(of: engine)
    }

    // MARK: What sessions ask for

    /// A trainer with this probe joins.
    ///
    /// It is told that it is a member, gets the parameters and its first leases.
    ///
    /// Throws a `ProtocolFailure` where the probe isn't the run's, or the run has ended.
    package func join(_ link: MemberLink, probe: Digest) throws -> TrainerID {
        guard isOpen else {
            noteLost(link.name)
            throw ProtocolFailure(.stopping, "the run has ended")
        }
        if let reason = engine.membership.expelled[link.name] {
            logger.warning("refused", metadata: ["trainer": "\(link.name)", "reason": "\(reason)"])
            throw ProtocolFailure(.expelled, "\(link.name) may not join: \(reason)")
        }
        let lineage = try lineage(of: link.name, probe: probe)
        link.admit()
        try link.enqueue(.joined(lineage: lineage))
        for bucket in 0..<context.buckets.count {
            link.parameters.publish(
                try state.parameterFrame(of: bucket, lineage: lineage, identity: identity), step: state.round.step)
        }
        let (admittance, decisions) = engine.join(name: link.name, at: now)
        guard case .member(let trainer) = admittance else {
            throw ProtocolFailure(.expelled, "\(link.name) may not join: \(admittance)")
        }
        roster.add(link, as: trainer)
        lost[link.name] = nil
        logger.info("trainer joined", metadata: ["trainer": "\(link.name)", "trainers": "\(roster.count)"])
        note(.joined, of: link.name, "\(link.name) joined")
        execute(decisions)
        metrics.showTrainers(of: engine)
        return trainer
    }

    /// The run's lineage: the first trainer's probe is the run's, and is noted on the disk before anything comes of it.
    private func lineage(of name: String, probe: Digest) throws -> Digest {
        if let expected = state.probe, expected != probe {
            throw ProtocolFailure(.probeMismatch, "\(name): expected the run's probe \(expected), got \(probe)")
        }
        if let lineage { return lineage }
        let lineage = context.lineage(probe: probe)
        do {
            try directory.begin(RunBeginning(lineage: lineage, probe: probe))
        } catch {
            fail(error)
            throw error
        }
        state.probe = probe
        self.lineage = lineage
        return lineage
    }

    /// A trainer is gone, and said so or not; what it owes is leased again.
    package func leave(_ trainer: TrainerID, reason: String, saidSo: Bool = false) {
        guard let link = roster.remove(trainer) else { return }
        credit.remove(trainer)
        let decisions = engine.leave(trainer, at: now)
        logger.log(
            level: isOpen ? .warning : .debug, "trainer left",
            metadata: ["trainer": "\(link.name)", "reason": "\(reason)", "trainers": "\(roster.count)"])
        if !saidSo, ending == nil { noteLost(link.name) }
        if isOpen {
            if !saidSo { metrics.trainersLost.add() }
            note(saidSo ? .left : .lost, of: link.name, "\(link.name) \(saidSo ? "left" : "was lost"): \(reason)")
        }
        execute(decisions)
        metrics.showTrainers(of: engine)
        if !isOpen { observeSnapshot() }
    }

    /// Something came from a trainer, a heartbeat too; false where it is no member any more.
    package func heard(from trainer: TrainerID) -> Bool {
        if isOpen { execute(engine.heard(from: trainer, at: now)) }
        return roster.contains(trainer)
    }

    // MARK: What the service asks for

    /// Gives up leases that took too long.
    ///
    /// To be called ten times a second or so.
    package func tick() {
        guard isOpen else { return }
        execute(engine.tick(at: now))
        perform(checkpoints.tick(at: now))
        metrics.showTrainers(of: engine)
        observeSnapshot()
    }

    /// Stops the run: the committed steps go into a checkpoint, and the members are released.
    package func stop() {
        guard isOpen else { return }
        guard context.plan.first != state.round else { return end(.success(.stopped(atStep: 0))) }
        conclude { run in
            try await run.writeLastCheckpoint()
            return .stopped(atStep: await run.state.round.step)
        }
    }

    /// How the run ended, once it has and nothing is being written any more; a failure says why it could not go on.
    package func ended() async -> Result<RunEnding, any Error> {
        while true {
            if let ending {
                await settle()
                return ending
            }
            await withCheckedContinuation { waiters.append($0) }
        }
    }

    /// Ends a run that was complete when it was begun: trainers that come are told so.
    package func finishAgain(with summary: RunSummary) {
        end(.success(.completed(summary)))
    }

    /// Ends the run: something it can't do without is gone.
    package func fail(_ error: any Error) {
        end(.failure(error))
    }

    // MARK: The end

    /// Whether the run still trains.
    var isOpen: Bool { ending == nil && conclusion == nil }

    /// Trains no more, has `last` write what is left behind, and ends with what it returns.
    func conclude(_ last: @escaping @Sendable (TrainingRun) async throws -> RunEnding) {
        guard isOpen else { return }
        checkpoints.close()
        conclusion = Task {
            await finishDiskWork()
            do {
                end(.success(try await last(self)))
            } catch {
                end(.failure(error))
            }
        }
    }

    func end(_ result: Result<RunEnding, any Error>) {
        guard ending == nil else { return }
        ending = result
        observeEnd(result)
        checkpoints.close()
        metrics.showTrainers(of: engine)
        roster.tellAll(Self.farewell(result))
        for waiter in waiters { waiter.resume() }
        waiters.removeAll()
    }

    /// What a trainer is told that comes when the run has ended; nil before.
    package func farewell(to name: String) -> Payload? {
        guard let ending else { return nil }
        lost[name] = nil
        return Self.farewell(ending)
    }

    /// Within which time a trainer is back that has lost its connection, if it comes back at all.
    package static let comeback = Duration.seconds(3)

    /// Whether somebody was lost so shortly ago that it may come back to be told how the run has ended.
    package var expectsSomebody: Bool { lost.values.contains { now - $0 < Self.comeback } }

    private func noteLost(_ name: String) {
        lost = lost.filter { now - $0.value < Self.comeback }
        lost[name] = now
    }

    private static func farewell(_ ending: Result<RunEnding, any Error>) -> Payload {
        switch ending {
        case .success(.completed): .finish(reason: "the run is complete", succeeded: true)
        case .success(.stopped): .failure(ProtocolFailure(.stopping, "the run was stopped"))
        case .failure(let error): .finish(reason: "\(error)", succeeded: false)
        }
    }

    // MARK: Speaking to members

    /// Does what the engine decided, in order.
    func execute(_ decisions: [Decision]) {
        metrics.show(engine.account.totals)
        for decision in decisions where isOpen { execute(decision) }
        if isOpen { roster.send(credit.raise()) }
    }

    private func execute(_ decision: Decision) {
        observe(decision)
        switch decision {
        case .grant(let grant): send(grant)
        case .revoke(let revocation): roster.send(revocation)
        case .note, .wait: logger.warning("\(decision)")
        case .proceed: logger.info("\(decision)")
        case .expel(let expulsion):
            logger.error("\(decision)")
            for member in expulsion.members {
                credit.remove(member)
                roster.expel(member, because: "\(expulsion)")
            }
            keepExpulsions()
        case .redo:
            logger.warning("\(decision)")
            (reduction, evaluation) = Self.trees(for: state.round, context: context)
            credit.restart(keeping: engine.activeLeases)
        case .commit(let round):
            logger.debug("\(decision)")
            switch round.phase {
            case .training: finishStep()
            case .evaluation: finishEvaluation()
            }
        case .fail(let fault):
            logger.error("\(decision)")
            end(.failure(RunFailure(fault)))
        }
    }

    /// Hands out a lease.
    private func send(_ grant: Grant) {
        pace.start()
        roster.send(grant)
        guard grant.round.phase == .training else { return }
        credit.lease(grant.id, grant.leaves, of: grant.round.step, to: grant.trainer)
    }

    /// A member's name, for the words about a fault.
    func name(of trainer: TrainerID) -> String { engine.membership.name(of: trainer) }

    var now: Duration { clock.now - createdAt }

    static func trees(for round: Round, context: RunContext) -> (StepReduction?, NodeSum<Statistics>?) {
        let leafCount = context.plan.leafCount(of: round)
        switch round.phase {
        case .training:
            let reduction = StepReduction(
                leafCount: leafCount, bucketCount: context.buckets.count,
                measuresNorms: context.job.training.clipping != nil)
            return (reduction, nil)
        case .evaluation: return (nil, NodeSum(leafCount: leafCount))
        }
    }
}
