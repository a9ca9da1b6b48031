internal import Datasets
package import Digests
internal import Faults
internal import Learning
package import LeaseEngine
package import Logging
internal import Reduction
internal import Telemetry
internal import Transport
package import WireProtocol

internal import enum Schemas.FailureCode

/// The run: decides through the lease engine, adds what is pushed, applies the optimiser, and tells the members.
///
/// Sessions call it for their trainers. It never waits for a trainer; whoever can't keep up is cut off by its queue.
package actor TrainingRun {
    private let context: RunContext
    private let progress: @Sendable (RunProgress) -> Void
    private let directory: RunDirectory
    private let identity: PeerIdentity
    private let metrics: RunMetrics
    private let logger: Logger
    private let clock = ContinuousClock()
    private let createdAt: ContinuousClock.Instant

    private var engine: LeaseEngine
    private var state: RunState
    private var optimisation: Optimisation
    private var lineage: Digest?
    private var roster: Roster
    private var reduction: StepReduction?
    private var evaluation: NodeSum<Statistics>?
    private var startedAt: ContinuousClock.Instant?
    private var stepTimes = PartTimes()
    private var samplesTrained: UInt64 = 0
    private var stepsTrained: UInt64 = 0
    private var lastLoss = Double.nan
    private var ending: Result<RunEnding, any Error>?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    package init(
        context: RunContext, state: RunState, policy: LeasePolicy, identity: PeerIdentity,
        directory: RunDirectory, logger: Logger, metrics: RunMetrics = RunMetrics(in: MetricRegistry()),
        progress: @escaping @Sendable (RunProgress) -> Void
    ) {
        self.context = context
        self.state = state
        self.identity = identity
        self.directory = directory
        self.logger = logger
        self.metrics = metrics
        self.progress = progress
        createdAt = clock.now
        engine = LeaseEngine(
            plan: context.plan, bucketCount: context.buckets.count, policy: policy, startingWith: state.round)
        optimisation = Optimisation(state.training)
        roster = Roster(logger: logger)
        lineage = state.probe.map { context.lineage(probe: $0) }
        (reduction, evaluation) = Self.trees(for: state.round, context: context)
        metrics.plannedSteps.set(Double(context.plan.stepCount))
        metrics.committedSteps.set(Double(state.round.step))
        metrics.showTrainers(of: engine)
    }

    // MARK: What sessions ask for

    /// A trainer with this probe joins.
    ///
    /// It is told that it is a member, gets the parameters and its first leases.
    ///
    /// Throws a `ProtocolFailure` where the probe isn't the run's, or the run has ended.
    package func join(_ link: MemberLink, probe: Digest) throws -> TrainerID {
        guard ending == nil else { throw ProtocolFailure(.stopping, "the run has ended") }
        let expected = state.probe ?? probe
        guard probe == expected else {
            throw ProtocolFailure(
                .probeMismatch, "\(link.name): expected the run's probe \(expected), got \(probe)")
        }
        state.probe = expected
        let lineage = context.lineage(probe: expected)
        self.lineage = lineage
        try link.enqueue(.joined(lineage: lineage))
        for frame in try parameterFrames(lineage: lineage) {
            try link.enqueueFrame(frame)
        }
        let (trainer, grants) = engine.join(name: link.name, at: now)
        roster.add(link, as: trainer)
        logger.info("trainer joined", metadata: ["trainer": "\(link.name)", "trainers": "\(roster.count)"])
        send(grants)
        metrics.showTrainers(of: engine)
        return trainer
    }

    /// A trainer is gone; what it owes is leased again.
    package func leave(_ trainer: TrainerID, reason: String) {
        guard let link = roster.remove(trainer) else { return }
        let grants = engine.leave(trainer, at: now)
        logger.log(
            level: ending == nil ? .warning : .debug, "trainer left",
            metadata: ["trainer": "\(link.name)", "reason": "\(reason)", "trainers": "\(roster.count)"])
        send(grants)
        metrics.showTrainers(of: engine)
    }

    /// A trainer pushes a node's gradient in one bucket.
    ///
    /// Throws a `ProtocolFailure` for one that can't count.
    package func push(_ node: NodePush, bucket: Int, gradient: WireValues<Float>, from trainer: TrainerID) throws {
        try requireLineage(node)
        guard ending == nil else { return }
        guard bucket < context.buckets.count, gradient.count == context.buckets.range(of: bucket).count else {
            throw ProtocolFailure(
                .shapeMismatch,
                "gradient of bucket \(bucket): expected sizes \(context.buckets.sizes), got \(gradient.count)")
        }
        stepTimes.end(.wait)
        defer { stepTimes.end(.reduce) }
        let round = Round(.training, step: node.step)
        let (verdict, grants) = engine.offer(
            node.leaves, bucket: bucket, of: round, lease: node.lease, from: trainer, at: now)
        send(grants)
        let interval = NodeInterval(
            first: node.leaves.first, end: node.leaves.end, of: context.plan.leafCount(of: round))
        switch verdict {
        case .accepted:
            if let interval {
                reduction?.insert(BucketSum(gradient, statistics: node.statistics), at: interval, bucket: bucket)
            }
            try finishStepIfComplete()
        case .covered(twinIsHeld: true):
            guard let interval, let twin = reduction?.twin(of: interval, bucket: bucket) else { return }
            guard twin.hasSameBits(as: BucketSum(gradient, statistics: node.statistics)) else {
                return end(.failure(disagreement(over: interval, bucket: bucket, of: node.step, with: trainer)))
            }
        case .covered:
            break
        case .refused(let refusal):
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(refusal)")
        }
    }

    private func disagreement(
        over node: NodeInterval, bucket: Int, of step: UInt64, with trainer: TrainerID
    ) -> RunFailure {
        let name = { (id: TrainerID) in self.engine.members[id]?.name ?? "a trainer" }
        return .trainersDisagree(
            step: step, bucket: bucket, first: node.first, end: node.end, trainer: name(trainer),
            others: engine.contributors(to: node.leaves, bucket: bucket).map(name))
    }

    /// A trainer pushes a node of an evaluation.
    ///
    /// Throws a `ProtocolFailure` for one that can't count.
    package func pushEvaluation(_ node: NodePush, from trainer: TrainerID) throws {
        try requireLineage(node)
        guard ending == nil else { return }
        let round = Round(.evaluation, step: node.step)
        let (verdict, grants) = engine.offer(
            node.leaves, bucket: 0, of: round, lease: node.lease, from: trainer, at: now)
        send(grants)
        switch verdict {
        case .accepted:
            let leafCount = context.plan.leafCount(of: round)
            if let interval = NodeInterval(first: node.leaves.first, end: node.leaves.end, of: leafCount) {
                _ = evaluation?.insert(node.statistics, at: interval)
            }
            try finishEvaluationIfComplete()
        case .covered:
            break
        case .refused(let refusal):
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(refusal)")
        }
    }

    // MARK: What the service asks for

    /// Gives up leases that took too long.
    ///
    /// To be called every second or so.
    package func tick() {
        guard ending == nil else { return }
        send(engine.tick(at: now))
        metrics.showTrainers(of: engine)
    }

    /// Stops the run: the committed steps go into a checkpoint, and the members are released.
    package func stop() {
        guard ending == nil else { return }
        do {
            if context.plan.first != state.round {
                try saveCheckpoint()
            }
            end(.success(.stopped(atStep: state.round.step)))
        } catch {
            end(.failure(error))
        }
    }

    /// How the run ended, once it has; a failure says why it could not go on.
    package func ended() async -> Result<RunEnding, any Error> {
        while true {
            if let ending { return ending }
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

    /// What a trainer is told that comes when the run has ended; nil before.
    package var farewell: Payload? { ending.map(Self.farewell) }

    // MARK: Steps

    private func finishStepIfComplete() throws {
        guard engine.isRoundComplete, let roots = reduction?.roots else { return }
        let step = state.round.step
        for (bucket, root) in roots.enumerated() where !isFinite(root) {
            return end(.failure(RunFailure.diverged(step: step, bucket: bucket)))
        }
        guard let statistics = roots.first?.statistics else { return }
        stepTimes.end(.reduce)
        Faults.reach(.orchestratorCommitBefore, step: step)
        commit(roots, statistics: statistics, step: step)
        traceCommit(of: step)
        Faults.reach(.orchestratorCommitAfter, step: step)
        stepTimes.end(.compute)
        do {
            try beginNextRound()
        } catch {
            end(.failure(error))
        }
    }

    private func isFinite(_ root: BucketSum) -> Bool {
        let gradient = root.gradient
        return gradient.span.allFinite
    }

    private func commit(_ roots: [BucketSum], statistics: Statistics, step: UInt64) {
        optimisation.commit(roots, step: step, sampleCount: statistics.samples, context: context)
        state.training = optimisation.committed
        state.epochStatistics.add(right: statistics)
        samplesTrained += statistics.samples
        stepsTrained += 1
        lastLoss = statistics.meanLoss
        metrics.steps.add()
        metrics.samples.add(statistics.samples)
        metrics.trainingLoss.set(lastLoss)
        metrics.committedSteps.set(Double(step + 1))
    }

    /// Writes down whose sums a step is made of, by bucket and leaf, where the environment asks for it.
    private func traceCommit(of step: UInt64) {
        guard let file = TraceFile.armed else { return }
        let leaves = 0..<context.plan.leafCount(of: Round(.training, step: step))
        for bucket in 0..<context.buckets.count {
            let trainers = leaves.map { leaf in
                let trainer = engine.contributors(to: Leaves(leaf..<leaf + 1), bucket: bucket).first
                return "\"\(trainer.flatMap { engine.members[$0]?.name } ?? "")\""
            }
            file.append(
                "{\"step\":\(step),\"bucket\":\(bucket),\"trainers\":[\(trainers.joined(separator: ","))]}")
        }
    }

    private func beginNextRound() throws {
        let grants = engine.advance(at: now)
        guard let round = engine.round else { return try complete() }
        let trained = state.round.phase == .training
        state.round = round
        (reduction, evaluation) = Self.trees(for: round, context: context)
        if trained, let lineage {
            for frame in try parameterFrames(lineage: lineage) { roster.broadcast(frame) }
        }
        send(grants)
        if trained {
            stepTimes.end(.send)
            stepTimes.finish(into: metrics.stepTimes)
        }
        report()
        if trained, round.phase == .training, context.job.checkpoint.isDue(afterStep: round.step) {
            try saveCheckpoint()
        }
    }

    private func saveCheckpoint() throws {
        let begun = clock.now
        try directory.save(state, context: context)
        Faults.reach(.orchestratorCheckpointAfter, step: state.round.step)
        metrics.countCheckpoint(took: clock.now - begun)
    }

    private func finishEvaluationIfComplete() throws {
        guard engine.isRoundComplete, let statistics = evaluation?.root else { return }
        do {
            try closeEpoch(with: statistics)
            try beginNextRound()
            if ending == nil, context.job.checkpoint.isDueAfterEpoch(atStep: state.round.step) {
                try saveCheckpoint()
            }
        } catch {
            end(.failure(error))
        }
    }

    private func closeEpoch(with evaluation: Statistics) throws {
        let result = try state.closeEpoch(
            evaluation: evaluation, trainingSamples: UInt64(context.dataset.trainingSamples))
        metrics.epochs.add()
        metrics.evaluationLoss.set(result.evaluationLoss)
        metrics.evaluationAccuracy.set(result.evaluationAccuracy)
        logger.info(
            "epoch complete",
            metadata: [
                "epoch": "\(result.epoch + 1)/\(context.plan.epochs)", "trainingLoss": "\(result.trainingLoss)",
                "evaluationLoss": "\(result.evaluationLoss)", "accuracy": "\(result.evaluationAccuracy)",
            ])
    }

    private func complete() throws {
        state.round = Round(.training, step: context.plan.stepCount)
        let sha256 = try directory.saveModel(state, context: context)
        let summary = summary(sha256: sha256)
        try directory.saveSummary(summary)
        try saveCheckpoint()
        report(isLast: true)
        end(.success(.completed(summary)))
    }

    private func summary(sha256: Digest) -> RunSummary {
        let seconds = startedAt.map { (clock.now - $0) / .seconds(1) } ?? 0
        let last = state.history.last
        let shares = engine.members.sorted { $0.key < $1.key }.map { _, member in
            RunSummary.Share(trainer: member.name, steps: member.steps, microBatches: member.microBatches)
        }
        return RunSummary(
            accuracy: last?.evaluationAccuracy ?? 0, loss: last?.evaluationLoss ?? 0,
            samplesPerSecond: seconds > 0 ? Double(samplesTrained) / seconds : 0, seconds: seconds,
            steps: context.plan.stepCount, trainers: shares.count, sha256: "\(sha256)", shares: shares,
            leasesIssued: engine.leasesIssued, leasesReissued: engine.leasesReissued,
            pushesRefused: engine.pushesRefused)
    }

    private func end(_ result: Result<RunEnding, any Error>) {
        guard ending == nil else { return }
        ending = result
        roster.tellAll(Self.farewell(result))
        for waiter in waiters { waiter.resume() }
        waiters.removeAll()
    }

    private static func farewell(_ ending: Result<RunEnding, any Error>) -> Payload {
        switch ending {
        case .success(.completed): .finish(reason: "the run is complete", succeeded: true)
        case .success(.stopped): .failure(ProtocolFailure(.stopping, "the run was stopped"))
        case .failure(let error): .finish(reason: "\(error)", succeeded: false)
        }
    }

    // MARK: Speaking to members

    private func requireLineage(_ node: NodePush) throws(ProtocolFailure) {
        guard let lineage, node.lineage == lineage else {
            throw ProtocolFailure(
                .lineageMismatch,
                "expected lineage \(lineage.map(String.init(describing:)) ?? "none"), got \(node.lineage)")
        }
    }

    private func parameterFrames(lineage: Digest) throws -> [OutgoingFrame] {
        let parameters = state.training.parameters
        return try (0..<context.buckets.count).map { bucket in
            let range = context.buckets.range(of: bucket)
            // The arena owns the floats and isn't written again while a frame refers to it: see ParameterSpares.
            let values = unsafe WireValues<Float>(
                start: UnsafePointer(parameters.baseAddress + range.lowerBound), count: range.count,
                owner: parameters)
            return try Conversation.broadcast(
                .parameters(lineage: lineage, step: state.round.step, bucket: bucket, values: values),
                from: identity)
        }
    }

    private func send(_ grants: [Grant]) {
        if startedAt == nil, !grants.isEmpty { startedAt = clock.now }
        metrics.count(grants)
        roster.send(grants)
    }

    private func report(isLast: Bool = false) {
        progress(
            RunProgress(
                step: state.round.step, stepCount: context.plan.stepCount, stepsDone: stepsTrained,
                epoch: UInt64(state.history.count), epochCount: context.plan.epochs,
                loss: lastLoss, accuracy: state.history.last?.evaluationAccuracy,
                samples: samplesTrained, elapsed: startedAt.map { clock.now - $0 } ?? .zero,
                trainers: roster.count, isLast: isLast))
    }

    private var now: Duration { clock.now - createdAt }

    private static func trees(
        for round: Round, context: RunContext
    ) -> (StepReduction?, NodeSum<Statistics>?) {
        let leafCount = context.plan.leafCount(of: round)
        switch round.phase {
        case .training: return (StepReduction(leafCount: leafCount, bucketCount: context.buckets.count), nil)
        case .evaluation: return (nil, NodeSum(leafCount: leafCount))
        }
    }
}
