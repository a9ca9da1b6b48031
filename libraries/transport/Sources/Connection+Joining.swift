private import Synchronization

/// What a peer may send before it has joined, and after.
///
/// Who was accepted begins as a stranger, with few frames. Who was dialled was chosen, and may send any number.
extension Connection {
    /// The peer has joined: it may send any number of frames.
    public func peerHasJoined() {
        state.withLock { $0.strangerAllowance = nil }
    }

    /// Counts a frame that came.
    ///
    /// Throws `.tooManyFrames` where a peer that hasn't joined has sent more than it may.
    func count(at now: ContinuousClock.Instant) throws(TransportError) {
        try state.withLock { state throws(TransportError) in
            guard state.strangerAllowance?.take(at: now) == false, let allowance = state.strangerAllowance else {
                return
            }
            throw .tooManyFrames(
                peer: peer, limit: allowance.rate, count: allowance.count, within: allowance.duration(at: now))
        }
    }
}
