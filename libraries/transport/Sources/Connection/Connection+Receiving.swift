internal import NIOCore
internal import Synchronization

/// Frames on their way in: queued within bounds by the channel's handler, and taken by one task.
extension Connection {
    /// The next frame, nil when the peer has ended its side between two frames.
    ///
    /// Throws `.cancelled`, or why the connection has ended.
    public func receive() async throws(TransportError) -> IncomingFrame? {
        while true {
            if Task.isCancelled { throw .cancelled(operation: "receiving from \(peer)") }
            // One look at everything: a last frame and the end behind it may come between two.
            let (frame, isReadingDue, isOver) = try state.withLock {
                state throws(TransportError) -> (IncomingFrame?, Bool, Bool) in
                let (frame, isReadingDue) = state.takeFrame(below: limits.inboundQueueBytes)
                guard frame == nil, state.hasEnded || state.isClosed else { return (frame, isReadingDue, false) }
                if let failure = state.failure { throw failure }
                if state.isAborted { throw .closed(peer: peer) }
                return (nil, false, true)
            }
            if isReadingDue { channel.eventLoop.execute { self.channel.read() } }
            if isOver { return nil }
            if let frame { return frame }
            await waitForFrame()
        }
    }

    private func waitForFrame() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    guard state.inbox.isEmpty, !state.hasEnded, !state.isClosed, !Task.isCancelled else { return true }
                    precondition(state.receiver == nil, "Connection: one task at a time receives")
                    state.receiver = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.takeReceiver() }?.resume()
        }
    }

    /// Takes note that something came.
    func noteHeard() { state.withLock { $0.lastHeard = .now } }

    /// Takes a frame.
    func deliver(_ frame: IncomingFrame, isHeartbeat: Bool) {
        meter?.addIn(byteCount: frame.byteCount)
        let receiver = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.traffic.bytesIn += UInt64(frame.byteCount)
            state.traffic.framesIn += 1
            guard !isHeartbeat else { return nil }
            state.inbox.append(frame)
            state.inboxByteCount += frame.heldByteCount
            state.isReadingHeld = state.inboxByteCount >= limits.inboundQueueBytes
            return state.takeReceiver()
        }
        receiver?.resume()
    }

    /// Whether frames that nobody takes fill the inbox.
    ///
    /// Who takes one then takes up reading again.
    var isReadingHeld: Bool { state.withLock { $0.isReadingHeld } }
}

extension ConnectionState {
    /// The oldest frame, and whether reading has to be taken up again.
    fileprivate mutating func takeFrame(below limit: Int) -> (IncomingFrame?, Bool) {
        guard !inbox.isEmpty else { return (nil, false) }
        let frame = inbox.removeFirst()
        inboxByteCount -= frame.heldByteCount
        let isReadingDue = isReadingHeld && inboxByteCount < limit
        if isReadingDue { isReadingHeld = false }
        return (frame, isReadingDue)
    }

    mutating func takeReceiver() -> CheckedContinuation<Void, Never>? {
        defer { receiver = nil }
        return receiver
    }
}
