/// Which state is to be written next: at most one is being written, and at most one waits.
///
/// A newer state takes the place of one that waits: what counts is how old the newest whole checkpoint is.
package struct CheckpointQueue<State> {
    private var isWriting = false
    private var waiting: State?

    package init() {}

    /// Whether nothing is being written.
    package var isIdle: Bool { !isWriting }

    /// Takes up a state, and returns it if it is to be written at once.
    package mutating func submit(_ state: State) -> State? {
        guard !isWriting else {
            waiting = state
            return nil
        }
        isWriting = true
        return state
    }

    /// What was being written has been; returns what is to be written next.
    package mutating func finish() -> State? {
        defer { waiting = nil }
        isWriting = waiting != nil
        return waiting
    }

    /// Forgets the state that waits: a newer one will be written in another way.
    package mutating func dropWaiting() { waiting = nil }
}
