internal import RunRecords
internal import Synchronization

extension RunJournal {
    /// Publishes what is new, taken together since the last time.
    ///
    /// All that had happened before the call is in the feed behind it, also where another caller was just publishing:
    /// callers take turns.
    package func publish() {
        published.withLock { published in
            // Encoded outside the state's lock, which the run takes at every step.
            let (new, run, trainers, checkpoints) = state.withLock { state in
                (state.takeUnpublished(), state.run(started: started), state.trainers, state.checkpoints)
            }
            let states = [
                LiveEvent(.run, data: Answer.json(run)), LiveEvent(.trainers, data: Answer.json(trainers)),
                LiveEvent(.checkpoints, data: Answer.json(CheckpointsAnswer(checkpoints: checkpoints))),
            ]
            let events = new.events + states.filter { !published.contains($0) }
            published = states
            if !events.isEmpty { feed.publish(events) }
        }
    }
}

extension RunJournal.State {
    fileprivate mutating func takeUnpublished() -> RunHistory {
        let new = unpublished
        if !new.isEmpty {
            unpublished = RunHistory(mostSteps: new.steps.capacity, mostEvaluations: new.evaluations.capacity)
        }
        return new
    }
}

extension RunHistory {
    /// What came to a history, as those who follow it are told.
    fileprivate var events: [LiveEvent] {
        var events: [LiveEvent] = []
        if !steps.buckets.isEmpty {
            events.append(LiveEvent(.steps, data: Answer.json(steps.buckets.map(HistoryAnswer.Steps.init))))
        }
        if !evaluations.buckets.isEmpty {
            let evaluations = evaluations.buckets.map(HistoryAnswer.Evaluations.init)
            events.append(LiveEvent(.evaluations, data: Answer.json(evaluations)))
        }
        if !notes.isEmpty { events.append(LiveEvent(.notes, data: Answer.json(notes.all))) }
        return events
    }
}
