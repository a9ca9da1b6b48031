internal import Dashboard
internal import Datasets
internal import Digests
internal import Faults
internal import Hosting
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import Logging
internal import Reduction
internal import RunRecords
internal import Telemetry
internal import Transport
internal import WireProtocol

extension TrainingRun {
    /// Commits the step whose buckets are all reduced and finite, and begins the next round.
    func finishStep() {
        guard let reduction, reduction.isComplete, let statistics = reduction.statistics else { return }
        if let bucket = reduction.firstNotFinite {
            let suspects = reduction.suspects(in: bucket)
            return execute(engine.sumIsNotFinite(in: bucket, suspects: suspects, at: now))
        }
        stepTimes.end(.reduce)
        let step = state.round.step
        Faults.reach(.orchestratorCommitBefore, step: step)
        let ledgers = isTraced ? reduction.ledgers : []
        do {
            try commit(statistics)
            traceCommit(of: step, ledgers: ledgers)
            Faults.reach(.orchestratorCommitAfter, step: step)
            stepTimes.end(.compute)
            try beginNextRound()
        } catch {
            end(.failure(error))
        }
    }

    /// Applies the optimiser to one bucket after the other, and lets the members have each at once.
    ///
    /// Nothing can come between: up to here the step has changed nothing, and behind it is committed.
    private func commit(_ statistics: Statistics) throws {
        let step = state.round.step
        // The plan's, for a trainer may say anything; what it says is held against the ledger.
        let sampleCount = context.plan.steps.sampleCount(of: step)
        let scale = gradientScale(sampleCount: sampleCount)
        for bucket in 0..<context.buckets.count {
            guard let sum = reduction?.takeRoot(of: bucket) else { continue }
            state.training.apply(
                sum, to: bucket, step: step, sampleCount: sampleCount, gradientScale: scale, in: context)
            guard let lineage else { continue }
            roster.publish(
                try state.parameterFrame(of: bucket, step: step + 1, lineage: lineage, identity: identity),
                step: step + 1)
        }
        state.epochStatistics.add(right: statistics)
        pace.commit(samples: statistics.samples, loss: statistics.meanLoss)
        committed = statistics
        metrics.countStep(step, statistics)
        logger.debug("step committed", metadata: ["step": "\(step)"])
    }

    private func gradientScale(sampleCount: Int) -> Float {
        guard let clipping = context.job.training.clipping, let reduction else { return 1 }
        return clipping.scale(squaredNorms: reduction.squaredNorms, sampleCount: sampleCount)
    }

    private func beginNextRound() throws {
        let decisions = engine.advance(at: now)
        metrics.show(engine.account.totals)
        guard let round = engine.round else { return complete() }
        let trained = state.round.phase == .training
        state.round = round
        (reduction, evaluation) = Self.trees(for: round, context: context)
        credit.begin(round.step)
        execute(decisions)
        if trained {
            stepTimes.end(.send)
            observeStep()
            stepTimes.finish(into: metrics.stepTimes)
        }
        report()
        guard isOpen else { return }
        perform(checkpoints.commit(before: round, closesEpoch: !trained, at: now))
        // What lies between two steps is part of neither.
        stepTimes = PartTimes()
    }

    /// Ends the epoch whose evaluation is complete.
    func finishEvaluation() {
        guard let statistics = evaluation?.root else { return }
        do {
            try closeEpoch(with: statistics)
            try beginNextRound()
        } catch {
            end(.failure(error))
        }
    }

    private func closeEpoch(with evaluation: Statistics) throws {
        let result = try state.closeEpoch(
            evaluation: evaluation, trainingSamples: UInt64(context.dataset.trainingSamples),
            measure: context.measure)
        metrics.countEpoch(result)
        observe(
            .evaluation(
                EvaluationRecord(
                    epoch: result.epoch, step: state.round.step, loss: result.evaluationLoss,
                    accuracy: result.evaluationAccuracy)))
        var metadata: Logger.Metadata = [
            "epoch": "\(result.epoch + 1)/\(context.plan.epochs)", "trainingLoss": "\(result.trainingLoss)",
            "evaluationLoss": "\(result.evaluationLoss)",
        ]
        metadata["accuracy"] = context.measure.hasAccuracy ? "\(result.evaluationAccuracy)" : nil
        metadata["meanAbsoluteError"] = result.evaluationError.map { "\($0)" }
        metadata["perplexity"] = context.measure.perplexity(meanLoss: result.evaluationLoss).map { "\($0)" }
        logger.info("epoch complete", metadata: metadata)
    }

    private func complete() {
        state.round = Round(.training, step: context.plan.stepCount)
        pace.finish()
        conclude { run in
            let (state, context, directory) = (await run.state, run.context, run.directory)
            let sha256 = try await run.disk.run { try directory.saveModel(state, context: context) }
            let summary = await run.summary(sha256: sha256)
            try await run.disk.run { try directory.saveSummary(summary) }
            try await run.writeLastCheckpoint()
            await run.report(isLast: true)
            return .completed(summary)
        }
    }

    func report(isLast: Bool = false) {
        progress(
            RunProgress(
                step: state.round.step, stepCount: context.plan.stepCount, stepsDone: pace.steps,
                epoch: UInt64(state.history.count), epochCount: context.plan.epochs,
                loss: pace.loss, accuracy: context.measure.hasAccuracy ? state.history.last?.evaluationAccuracy : nil,
                absoluteError: state.history.last?.evaluationError,
                samples: pace.samples, elapsed: pace.elapsed, trainers: roster.count, isLast: isLast))
    }

    func summary(sha256: Digest) -> RunSummary {
        let last = state.history.last
        let account = engine.account
        let shares = account.shares.sorted { $0.key < $1.key }.map(RunSummary.Share.init)
        return RunSummary(
            accuracy: context.measure.hasAccuracy ? last?.evaluationAccuracy : nil,
            meanAbsoluteError: last?.evaluationError,
            perplexity: last.flatMap { context.measure.perplexity(meanLoss: $0.evaluationLoss) },
            loss: last?.evaluationLoss ?? 0,
            samplesPerSecond: pace.samplesPerSecond, seconds: pace.elapsed / .seconds(1),
            steps: context.plan.stepCount, trainers: account.trainerCount,
            sha256: "\(sha256)", shares: shares, totals: account.totals, nodesPushed: metrics.nodesPushed.value,
            gradientBytes: metrics.gradientBytes.value, parameterBytes: metrics.parameterBytes.value)
    }
}

extension RunState {
    /// One bucket of the parameters that step `step` starts from, the round's own if none is named.
    func parameterFrame(
        of bucket: Int, step: UInt64? = nil, lineage: Digest, identity: PeerIdentity
    ) throws -> OutgoingFrame {
        let block = training.buckets[bucket].parameters
        // The block owns the floats and isn't written again while a frame refers to it: see SpareBlocks.
        let values = unsafe WireValues<Float>(
            start: UnsafePointer(block.baseAddress), count: block.count, owner: block)
        return try Conversation.broadcast(
            .parameters(lineage: lineage, step: step ?? round.step, bucket: bucket, values: values), from: identity)
    }
}
