private import Synchronization

/// When the trainer was last a member of a run.
final class LastContact: Sendable {
    private let moment = Mutex(ContinuousClock.now)

    /// It is one now.
    func note() {
        moment.withLock { $0 = .now }
    }

    /// How long ago that was; before the first time, how long ago this was made.
    var age: Duration { moment.withLock { .now - $0 } }
}
