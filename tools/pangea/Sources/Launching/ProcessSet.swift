internal import Hosting

/// Which processes of a run are to be started and stopped when: a state machine without processes or clocks.
///
/// Compute comes first, then the orchestrator, then the trainers. The run is over when the orchestrator ends; when
/// anything else that it needs ends before, all are stopped. Its methods return what is to be done, in this order.
package struct ProcessSet: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// What is to be done.
    package enum Action: Hashable, Sendable {
        case start(ServiceLabel)
        /// Ask a process to end.
        case terminate(ServiceLabel)
        /// End a process without asking.
        case kill(ServiceLabel)
        /// Tell the user.
        case say(String)
        /// Nothing runs any longer.
        case end(RunEnd)
    }

    private enum State {
        /// Waited for until it listens; past `limit` for nothing.
        case starting(limit: Instant?)
        case running
    }

    private enum Phase {
        case running
        /// All are to end; who hasn't ended at the deadline is killed.
        case stopping(RunEnd, deadline: Instant)
        /// The run is complete: trainers end by themselves, or are asked to at the deadline.
        case completing(RunEnd, deadline: Instant)
        case over
    }

    private let trainers: [ServiceLabel]
    private let terms: ProcessTerms
    private var phase = Phase.running
    /// Those that haven't ended.
    private var alive: [ServiceLabel: State] = [:]
    /// Whether a step was under way: before that, the run waits for every trainer.
    private var trains = false

    /// A run with as many trainers.
    package init(trainerCount: Int, terms: ProcessTerms = ProcessTerms()) {
        trainers = (1...max(1, trainerCount)).map(ServiceLabel.trainer)
        self.terms = terms
    }

    /// Processes that are waited for until they listen.
    package var starting: [ServiceLabel] {
        alive.filter { if case .starting = $0.value { true } else { false } }.keys.sorted()
    }

    /// The beginning.
    package mutating func begin(at now: Instant) -> [Action] { start([.compute], at: now) }

    /// A process listens.
    package mutating func noteListening(_ label: ServiceLabel, at now: Instant) -> [Action] {
        guard case .running = phase, alive[label] != nil else { return [] }
        alive[label] = .running
        switch label {
        case .compute: return start([.orchestrator], at: now)
        case .orchestrator: return start(trainers, at: now)
        case .trainer: return []
        }
    }

    /// The first step is under way, or done.
    package mutating func noteTraining() { trains = true }

    /// A process has ended; `status` is minus the signal's number where a signal ended it.
    package mutating func noteEnd(_ label: ServiceLabel, status: Int32, at now: Instant) -> [Action] {
        alive[label] = nil
        switch phase {
        case .over: return []
        case .stopping(let end, _), .completing(let end, _): return finishIfAllEnded(end)
        case .running: return endWhileRunning(label, status, at: now)
        }
    }

    /// The user asks for the end by a signal; a second time, nothing is waited for.
    package mutating func noteSignal(_ number: Int32, at now: Instant) -> [Action] {
        if case .stopping(let end, _) = phase {
            phase = .stopping(end, deadline: now)
            return labels.map(Action.kill)
        }
        return stop(.interrupted(signal: number), at: now)
    }

    /// Time goes by.
    package mutating func noteTime(_ now: Instant) -> [Action] {
        switch phase {
        case .running:
            guard let late = late(at: now) else { return [] }
            let words = "\(late) did not listen within \(terms.starting.components.seconds) s"
            return stop(.failed(late, status: ExitStatus.unavailable.rawValue, words), at: now)
        case .completing(let end, let deadline) where deadline <= now:
            phase = .stopping(end, deadline: now + terms.stopping)
            return labels.map(Action.terminate)
        case .stopping(let end, let deadline) where deadline <= now:
            phase = .stopping(end, deadline: now + terms.stopping)
            return labels.flatMap { label in
                [.say("\(label) did not end within \(terms.stopping.components.seconds) s: killed"), .kill(label)]
            }
        case .completing, .stopping, .over: return []
        }
    }

    private var labels: [ServiceLabel] { alive.keys.sorted() }

    private func late(at now: Instant) -> ServiceLabel? {
        labels.first { label in
            if case .starting(let limit?) = alive[label] { limit <= now } else { false }
        }
    }

    private mutating func start(_ labels: [ServiceLabel], at now: Instant) -> [Action] {
        for label in labels {
            switch label {
            case .compute: alive[label] = .starting(limit: now + terms.starting)
            // It opens the data first, which takes as long as there is data; it gives up by itself.
            case .orchestrator: alive[label] = .starting(limit: nil)
            case .trainer: alive[label] = .running
            }
        }
        return labels.map(Action.start)
    }

    private mutating func endWhileRunning(_ label: ServiceLabel, _ status: Int32, at now: Instant) -> [Action] {
        let code = status < 0 ? 128 - status : status
        let words = "\(label) ended with \(code)"
        switch label {
        case .orchestrator where code == 0: return complete(.complete, at: now)
        case .orchestrator where starting.isEmpty && trains:
            return complete(.failed(label, status: code, words), at: now)
        case .trainer where code == 0: return []
        case .trainer where trains && labels.contains(where: \.isTrainer):
            return [.say("\(words); the run goes on without it")]
        default:
            return stop(.failed(label, status: code == 0 ? 1 : code, words + " before the run did"), at: now)
        }
    }

    /// The orchestrator has ended; trainers notice by themselves, compute serves until it is asked.
    private mutating func complete(_ end: RunEnd, at now: Instant) -> [Action] {
        phase = .completing(end, deadline: now + terms.completing)
        guard !alive.isEmpty else { return finishIfAllEnded(end) }
        return alive.keys.contains(.compute) ? [.terminate(.compute)] : []
    }

    private mutating func stop(_ end: RunEnd, at now: Instant) -> [Action] {
        phase = .stopping(end, deadline: now + terms.stopping)
        return alive.isEmpty ? finishIfAllEnded(end) : labels.map(Action.terminate)
    }

    private mutating func finishIfAllEnded(_ end: RunEnd) -> [Action] {
        guard alive.isEmpty else { return [] }
        phase = .over
        return [.end(end)]
    }
}
