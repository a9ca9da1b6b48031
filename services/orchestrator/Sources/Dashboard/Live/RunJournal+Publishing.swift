internal import Synchronization

extension RunJournal {
    /// Publishes what is new, taken together since the last time.
    package func publish() {
        let started = started
        let events = state.withLock { state in
            var events = state.takeUnpublished()
            for (name, data) in [
                (LiveEvent.Name.run, Answer.json(state.run(started: started))),
                (.trainers, Answer.json(state.trainers)),
                (.checkpoints, Answer.json(CheckpointsAnswer(checkpoints: state.checkpoints))),
            ] where state.published[name] != data {
                state.published[name] = data
                events.append(LiveEvent(name, data: data))
            }
            return events
        }
        if !events.isEmpty { feed.publish(events) }
    }
}

extension RunJournal.State {
    fileprivate mutating func takeUnpublished() -> [LiveEvent] {
        var events: [LiveEvent] = []
        let new = unpublished
        guard !new.isEmpty else { return events }
        unpublished = RunHistory(mostSteps: new.steps.capacity, mostEvaluations: new.evaluations.capacity)
        if !new.steps.buckets.isEmpty {
            events.append(LiveEvent(.steps, data: Answer.json(new.steps.buckets.map(HistoryAnswer.Steps.init))))
        }
        if !new.evaluations.buckets.isEmpty {
            let evaluations = new.evaluations.buckets.map(HistoryAnswer.Evaluations.init)
            events.append(LiveEvent(.evaluations, data: Answer.json(evaluations)))
        }
        if !new.notes.isEmpty { events.append(LiveEvent(.notes, data: Answer.json(new.notes.all))) }
        return events
    }
}
