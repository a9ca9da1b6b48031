internal import NIOCore
internal import Synchronization

/// The end of a connection, in good order or not, by either side.
extension Connection {
    /// Ends the connection in good order: what is queued is written, our side ends, and the peer gets time to end its.
    ///
    /// A peer that takes nothing for `flushTimeout`, or for `closeTimeout` once the task is cancelled, loses what is
    /// queued.
    public func close() async {
        await withTaskCancellationHandler {
            let flushing = scheduleEnd(in: limits.flushTimeout)
            try? await flush()
            flushing.cancel()
            let ending = channel.eventLoop.scheduleTask(in: TimeAmount(limits.closeTimeout)) { [channel] in
                channel.close(promise: nil)
            }
            channel.close(mode: .output, promise: nil)
            _ = await closed()
            ending.cancel()
        } onCancel: {
            _ = scheduleEnd(in: limits.closeTimeout)
        }
    }

    /// Ends the connection after a while if something is still queued then.
    private func scheduleEnd(in duration: Duration) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: TimeAmount(duration)) {
            guard self.state.withLock({ $0.outboundByteCount > 0 }) else { return }
            self.abort(
                .failed(peer: self.peer, operation: "closing", reason: "what is queued was not taken in \(duration)"))
        }
    }

    /// Ends the connection at once; what is queued is dropped.
    public func abort(_ reason: TransportError? = nil) {
        end(reason, isClosed: false, isAborted: true)
        channel.close(promise: nil)
    }

    /// Waits until the connection is closed.
    ///
    /// Returns why, nil for good order.
    public func closed() async -> TransportError? {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard !state.isClosed else { return true }
                state.mourners.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        return state.withLock { $0.failure }
    }

    /// The peer has ended its side, or the channel is closed.
    func end(_ failure: TransportError?, isClosed: Bool, isAborted: Bool = false) {
        let wake = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.hasEnded = true
            if state.failure == nil, !state.isAborted {
                state.failure = failure
                if failure?.isMisconduct == true { meter?.addBadPeer() }
            }
            if isAborted { state.isAborted = true }
            var wake: [CheckedContinuation<Void, Never>] = []
            if let receiver = state.takeReceiver() { wake.append(receiver) }
            guard isClosed || isAborted else { return wake }
            wake += state.senders.values
            state.senders.removeAll()
            guard isClosed else { return wake }
            state.isClosed = true
            wake += state.flushers
            wake += state.mourners
            state.flushers.removeAll()
            state.mourners.removeAll()
            return wake
        }
        for continuation in wake { continuation.resume() }
    }
}
