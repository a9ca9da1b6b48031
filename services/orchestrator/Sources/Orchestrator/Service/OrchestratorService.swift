internal import Dashboard
internal import Datasets
internal import Hosting
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import Logging
internal import Reduction
internal import ServiceLifecycle
internal import Transport
internal import WireProtocol

internal import enum Schemas.Role

/// A whole run: opens the data, takes up trainers, and ends with a summary.
struct OrchestratorService: Service {
    /// What a service of this kind was asked to do.
    struct Options: Sendable {
        let job: Job
        /// Where the job's own paths begin.
        let jobFile: String
        /// The replicas of compute, in the order in which they are asked.
        let compute: [Address]
        let listen: Address
        /// What all services of the run prove to each other, if anything.
        let admission: AdmissionTerms?
        let runDirectory: String
        let minimumTrainers: Int
        /// How long compute may be out of reach before the first step.
        let patience: Duration
        /// What to do about the run that the run directory holds.
        let resume: ResumePolicy
        /// Serve health when the run is over, until asked to stop.
        let stay: Bool
        /// Where the summary is written as well.
        let summaryFile: String?
    }

    /// The condition of readiness that holds while trainers can join.
    static let serving = "run"
    /// How often the run looks at the clock.
    static let tickInterval = Duration.milliseconds(100)
    /// What trainers that are there are given to take note of the run's end.
    static let farewellTimeout = Duration.seconds(3)

    let options: Options
    let identity: PeerIdentity
    let readiness: Readiness
    let metrics: RunMetrics
    /// Is told what happens in the run.
    let journal: RunJournal
    let ports: BoundPorts
    let logger: Logger
    /// Prints the summary.
    let output: @Sendable (String) -> Void

    /// Runs until the run is over, or the service group shuts down.
    ///
    /// Throws a `ServiceFailure` with the status to exit with.
    func run() async throws {
        let directory = try RunDirectory(path: options.runDirectory)
        try requirePolicy(of: directory)
        let dataset: DatasetDescription
        do {
            dataset = try await cancelWhenGracefulShutdown { try await openData(of: directory) }
        } catch is CancellationError {
            throw ServiceFailure(.interrupted, "stopped before the run began")
        }
        let context = try makeContext(dataset)
        let state = try directory.resume(in: context) { path, reason in
            logger.warning("checkpoint passed over", metadata: ["path": "\(path)", "reason": "\(reason)"])
        }
        let isFinished = state.map(context.isFinished) ?? false
        if isFinished, !options.stay {
            return try conclude(try directory.summary())
        }
        if let state, !isFinished {
            logger.info("resuming", metadata: ["step": "\(state.round.step)", "of": "\(context.plan.stepCount)"])
        }
        let line = ProgressLine()
        let run = TrainingRun(
            context: context,
            state: state ?? .initial(in: context),
            policy: LeasePolicy(
                minimumTrainers: options.minimumTrainers, auditShare: options.job.audit, auditSeed: options.job.seed),
            identity: identity,
            directory: directory, stored: try directory.stored(beside: state), logger: logger, metrics: metrics,
            observe: journal.observe, progress: { line.show($0.line, isLast: $0.isLast) })
        let recorder = RunRecorder(journal: journal, folder: options.runDirectory, logger: logger)
        try await recorder.record(
            RunFacts(context), resumedAt: state?.round.step, epoch: UInt64(state?.history.count ?? 0)
        ) {
            if isFinished { await run.finishAgain(with: try directory.summary()) }
            try await serve(run, context: context)
        }
    }

    /// Unless it is told to, a run never touches what another one left behind.
    private func requirePolicy(of directory: RunDirectory) throws {
        switch (options.resume, try directory.trace()) {
        case (.never, let found?):
            throw ServiceFailure(
                .badInput,
                "run directory \(options.runDirectory): expected no run in it, found \(found); "
                    + "--resume auto goes on with it, another folder begins anew")
        case (.always, nil):
            throw ServiceFailure(
                .badInput,
                "run directory \(options.runDirectory): expected a run to go on with, found none; "
                    + "--resume auto begins one")
        default: break
        }
    }

    private func openData(of directory: RunDirectory) async throws -> DatasetDescription {
        let opening = DatasetOpening(
            compute: options.compute,
            options: try HeartbeatTerms.options(admission: options.admission, meter: metrics.traffic),
            identity: identity,
            patience: options.patience, logger: logger)
        let job = options.job
        let dataset = try await opening.open(job.data) { dataset in
            (try? RunContext(job: job, dataset: dataset)).map(directory.holdsRun(of:)) ?? false
        }
        logger.info(
            "data is open",
            metadata: [
                "digest": "\(dataset.digest)", "trainingSamples": "\(dataset.trainingSamples)",
                "evaluationSamples": "\(dataset.evaluationSamples)", "featureShape": "\(dataset.featureShape)",
                "outputs": "\(dataset.outputCount)", "droppedRows": "\(dataset.droppedRows)",
            ])
        return dataset
    }

    private func makeContext(_ dataset: DatasetDescription) throws -> RunContext {
        let context = try RunContext.checked(
            job: options.job, dataset: dataset,
            start: try StartingParameters.file(of: options.job, at: options.jobFile))
        logger.info(
            "run",
            metadata: [
                "name": "\(options.job.name)", "parameters": "\(context.model.layout.count)",
                "buckets": "\(context.buckets.count)", "stepsPerEpoch": "\(context.plan.steps.stepsPerEpoch)",
                "steps": "\(context.plan.stepCount)",
            ])
        return context
    }

    private enum Part {
        case listener
        case ticker
        case watch
        case run(Result<RunEnding, any Error>)
        /// Nobody is expected any more who isn't there.
        case comeback
        case farewell
    }

    private func serve(_ run: TrainingRun, context: RunContext) async throws {
        let listener = try await listen(context)
        let watch = ReplicaWatch(
            options.compute, dataset: context.dataset,
            visit: ReplicaVisit(
                data: options.job.data,
                options: try HeartbeatTerms.options(admission: options.admission, meter: metrics.traffic),
                identity: identity),
            logger: logger)
        let session = MemberSession(
            run: run, description: context.description, identity: identity, metrics: metrics, log: PeerLog(logger))
        readiness.meet(Self.serving)
        logger.info(
            "waiting for trainers",
            metadata: ["address": "\(listener.address)", "minimum": "\(options.minimumTrainers)"])
        try ports.note("port", port: listener.address.port)
        let (ending, conclusion) = await withTaskGroup(of: Part.self) { group in
            group.addTask {
                await listener.run { try await session.serve($0) }
                return .listener
            }
            group.addTask {
                while (try? await Task.sleep(for: Self.tickInterval)) != nil { await run.tick() }
                return .ticker
            }
            group.addTask {
                await watch.run()
                return .watch
            }
            group.addTask { .run(await Self.ending(of: run)) }
            var ending: Result<RunEnding, any Error>?
            // Of a run that was concluded before the service could end.
            var conclusion: Result<Void, any Error>?
            for await part in group {
                switch part {
                case .run(let result):
                    ending = result
                    readiness.fail(Self.serving, reason: "the run is over")
                    if options.stay, case .success(.completed(let summary)) = result {
                        conclusion = Result { try conclude(summary) }
                        readiness.meet(Self.serving)
                        logger.info("the run is over; staying until asked to stop")
                        try? await gracefulShutdown()
                    }
                    group.addTask {
                        while await run.expectsSomebody {
                            guard (try? await Task.sleep(for: Self.tickInterval)) != nil else { break }
                        }
                        return .comeback
                    }
                case .comeback:
                    listener.stop()
                    group.addTask {
                        try? await Task.sleep(for: Self.farewellTimeout)
                        return .farewell
                    }
                case .listener where ending != nil, .farewell:
                    group.cancelAll()
                case .listener:
                    await run.fail(ServiceFailure(.unavailable, "\(listener.address): no longer listening"))
                case .ticker, .watch: break
                }
            }
            return (ending, conclusion)
        }
        if let conclusion { return try conclusion.get() }
        try settle(ending)
    }

    /// Waits for the run's end; a graceful shutdown, or a cancellation, stops it.
    private static func ending(of run: TrainingRun) async -> Result<RunEnding, any Error> {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await run.ended()
            } onGracefulShutdown: {
                Task { await run.stop() }
            }
        } onCancel: {
            Task { await run.stop() }
        }
    }

    private func listen(_ context: RunContext) async throws -> Listener {
        var limits = TransportLimits()
        limits.inboundQueueBytes = MemberSession.pushQueueBytes
        // What a member has credit for is what comes again with each step.
        limits.idleFrameBytes = TrainingRun.windowBytes
        do {
            return try await Listener.bind(
                to: options.listen,
                options: try HeartbeatTerms.options(
                    limits: limits, admission: options.admission, meter: metrics.traffic
                ).expecting(.trainer),
                logger: logger)
        } catch {
            throw ServiceFailure(.unavailable, "can't take up trainers", cause: error)
        }
    }

    private func settle(_ ending: Result<RunEnding, any Error>?) throws {
        switch ending {
        case .success(.completed(let summary)):
            try conclude(summary)
        case .success(.stopped(let step)):
            throw ServiceFailure(.interrupted, "stopped at step \(step); --resume auto goes on from there")
        case .failure(let failure as RunFailure):
            throw ServiceFailure(failure.exitStatus, "the run has failed", cause: failure)
        case .failure(let failure as ServiceFailure):
            throw failure
        case .failure(let error):
            throw ServiceFailure(.internalFault, "the run has failed", cause: error)
        case nil:
            throw ServiceFailure(.internalFault, "the run ended without saying how")
        }
    }

    /// Prints the summary of a finished run.
    ///
    /// Throws where the model misses the job's target.
    private func conclude(_ summary: RunSummary) throws {
        if let file = options.summaryFile { try RunDirectory.write(summary, to: file) }
        output(try summary.json())
        try requireTarget(summary)
    }

    private func requireTarget(_ summary: RunSummary) throws {
        let target = options.job.target
        let missed =
            [
                ("an accuracy of at least", target.accuracy, summary.accuracy, -1.0),
                ("a loss of at most", target.loss, summary.loss, 1),
                ("a mean absolute error of at most", target.meanAbsoluteError, summary.meanAbsoluteError, 1),
                ("a perplexity of at most", target.perplexity, summary.perplexity, 1),
            ] as [(String, Double?, Double?, Double)]
        for case (let words, let wanted?, let got, let sign) in missed {
            // What is not a number reaches nothing.
            if let got, sign * got <= sign * wanted { continue }
            throw ServiceFailure(
                .targetMissed,
                "expected \(words) \(wanted), the job's target, got \(got.map(String.init(describing:)) ?? "none")")
        }
    }
}
