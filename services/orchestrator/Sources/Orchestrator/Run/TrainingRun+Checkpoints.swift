internal import Dashboard
internal import Faults
internal import Hosting
internal import LeaseEngine
internal import Logging
internal import Telemetry

extension TrainingRun {
    /// Does what the schedule decided, in order.
    func perform(_ decisions: [CheckpointSchedule.Decision], failure: (any Error)? = nil) {
        for decision in decisions {
            switch decision {
            case .write:
                logger.debug("\(decision)")
                let state = state
                enqueue { await $0.write(state) }
            case .postpone: logger.debug("\(decision)")
            case .retry: logger.error("\(decision)")
            case .giveUp:
                logger.error("\(decision)")
                if let failure { end(.failure(failure)) }
            case .delete(let steps):
                logger.debug("\(decision)")
                enqueue { run in
                    try? await run.disk.run { run.directory.removeCheckpoints(after: steps) }
                }
            }
        }
    }

    /// Writes the state that the run ends with.
    func writeLastCheckpoint() async throws {
        try await save(state)
        perform(checkpoints.writtenLast(step: state.round.step))
    }

    /// Has the names kept that were proven wrong, for an orchestrator that is started again.
    func keepExpulsions() {
        let expelled = engine.membership.expelled
        enqueue { run in
            do {
                try await run.disk.run { try run.directory.saveExpelled(expelled) }
            } catch {
                run.logger.error("who was expelled can't be kept", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Waits until nothing is being written any more.
    package func settle() async {
        await conclusion?.value
        await finishDiskWork()
    }

    func finishDiskWork() async {
        var last: Task<Void, Never>?
        while last != diskWork {
            last = diskWork
            await last?.value
        }
    }

    /// Does something on the disk when all before is done.
    private func enqueue(_ work: @escaping @Sendable (TrainingRun) async -> Void) {
        diskWork = Task { [before = diskWork] in
            await before?.value
            await work(self)
        }
    }

    private func write(_ state: RunState) async {
        do {
            try await save(state)
            perform(checkpoints.written(at: now))
        } catch {
            metrics.checkpointFailures.add()
            perform(
                checkpoints.failed(reason: "\(error)", canRetry: !SystemError.isLasting(error), at: now),
                failure: error)
        }
    }

    private func save(_ state: RunState) async throws {
        let begun = ContinuousClock.now
        try await disk.run { [directory, context] in try directory.save(state, context: context) }
        Faults.reach(.orchestratorCheckpointAfter, step: state.round.step)
        let duration = ContinuousClock.now - begun
        metrics.countCheckpoint(after: state.round.step, took: duration)
        observe(.checkpoint(step: state.round.step, seconds: duration / .seconds(1)))
        logger.debug("checkpoint written", metadata: ["step": "\(state.round.step)"])
    }
}
