internal import Dashboard
internal import Faults
internal import Hosting
internal import LeaseEngine
internal import Logging

extension TrainingRun {
    /// Has the committed state written, when the checkpoint under way is.
    func requestCheckpoint() {
        guard let due = checkpoints.submit(state) else { return }
        writer = Task {
            var next: RunState? = due
            while let state = next { next = await write(state) }
        }
    }

    /// Writes a state, and returns the one that is to be written next.
    ///
    /// A disk that takes no more ends the run.
    private func write(_ state: RunState) async -> RunState? {
        do {
            try await save(state)
            return checkpoints.finish()
        } catch {
            end(.failure(error))
            checkpoints.dropWaiting()
            return checkpoints.finish()
        }
    }

    /// Writes the state that the run ends with.
    func writeLastCheckpoint() async throws { try await save(state) }

    private func save(_ state: RunState) async throws {
        let begun = ContinuousClock.now
        try await disk.run { [directory, context] in try directory.save(state, context: context) }
        Faults.reach(.orchestratorCheckpointAfter, step: state.round.step)
        let duration = ContinuousClock.now - begun
        metrics.countCheckpoint(took: duration)
        observe(.checkpoint(step: state.round.step, seconds: duration / .seconds(1)))
        logger.debug("checkpoint written", metadata: ["step": "\(state.round.step)"])
    }

    /// Waits until nothing is being written.
    package func settle() async {
        await writer?.value
        await conclusion?.value
    }
}
