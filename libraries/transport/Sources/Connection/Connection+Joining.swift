private import Synchronization

/// What a peer may send before it has joined, and after.
///
/// Who was accepted begins as a stranger, with little: small frames, and few of them. Who was dialled was chosen, and may
/// send whatever the limits allow.
extension Connection {
    /// Lets a peer send frames of up to `byteCount` bytes, as many as before; for who has said what it may ask for.
    public func allowFrames(upTo byteCount: Int) {
        state.withLock { $0.incomingFrameBytes = min(byteCount, limits.maximumFrameBytes) }
    }

    /// The peer has joined: it may send any number of frames of up to `byteCount` bytes.
    public func peerHasJoined(sendingUpTo byteCount: Int = .max) {
        state.withLock {
            $0.incomingFrameBytes = min(byteCount, limits.maximumFrameBytes)
            $0.strangerAllowance = nil
        }
    }

    /// Bytes of the largest frame that may come now.
    var incomingFrameBytes: Int { state.withLock { $0.incomingFrameBytes } }

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
