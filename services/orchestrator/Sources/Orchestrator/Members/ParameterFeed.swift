private import Synchronization
package import Transport

/// The parameters that one member is still to be sent: always those of the newest step.
///
/// The run fills it without waiting, the member's session empties it as fast as the connection takes it. A member that
/// is slow misses buckets of a step that is over, and never makes the run hold more than one step's parameters for it.
package final class ParameterFeed: Sendable {
    private struct State {
        var step: UInt64 = 0
        var frames: [OutgoingFrame] = []
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes the next bucket of a step's parameters; what is left of an earlier step's is dropped.
    package func publish(_ frame: OutgoingFrame, step: UInt64) {
        change { state in
            guard !state.isClosed else { return }
            if step > state.step { state.frames.removeAll() }
            state.step = max(step, state.step)
            state.frames.append(frame)
        }
    }

    /// No more will come; what is left is dropped, unless it is to be taken first.
    package func close(dropping: Bool = true) {
        change { state in
            state.isClosed = true
            if dropping { state.frames.removeAll() }
        }
    }

    /// The next bucket, once there is one; nil when the feed is closed.
    ///
    /// Only one caller may wait at a time: the member's session.
    package func next() async -> OutgoingFrame? {
        while true {
            let (frame, isClosed) = state.withLock { state in
                (state.frames.isEmpty ? nil : state.frames.removeFirst(), state.isClosed)
            }
            if frame != nil || isClosed { return frame }
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    guard state.frames.isEmpty, !state.isClosed else { return true }
                    state.waiter = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiter = state.withLock { state in
            body(&state)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
