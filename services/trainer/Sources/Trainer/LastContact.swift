private import Synchronization

/// When the trainer was last a member of a run.
final class LastContact: Sendable {
    private struct State {
        var isMember = false
        var moment = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// It is one from now on.
    func join() {
        state.withLock { $0.isMember = true }
    }

    /// It is none from now on; says whether it was one.
    func leave() -> Bool {
        state.withLock { state in
            defer { state.isMember = false }
            if state.isMember { state.moment = .now }
            return state.isMember
        }
    }

    /// How long ago that was; before the first time, how long ago this was made.
    var age: Duration { state.withLock { .now - $0.moment } }
}
