public import CapnProto
internal import NIOCore
internal import Synchronization

/// Frames on their way out: queued within bounds, and written by the event loop.
extension Connection {
    /// Queues a frame, waiting while the queue is full.
    ///
    /// Frames leave in the order in which they were queued.
    ///
    /// Throws `.frameTooLarge`, `.cancelled`, or why the connection has ended.
    public func send(_ frame: OutgoingFrame) async throws(TransportError) {
        try await send(frame, behind: limits.outboundQueueBytes)
    }

    /// Queues a frame as `send(_:)` does, but waits for as long as more than `byteCount` bytes would be queued with it.
    ///
    /// For what others may still overtake, and for senders who hold memory until it is written.
    public func send(_ frame: OutgoingFrame, behind byteCount: Int) async throws(TransportError) {
        try requireSize(of: frame)
        while !(try admit(frame, below: min(byteCount, limits.outboundQueueBytes))) {
            if Task.isCancelled { throw .cancelled(operation: "sending to \(peer)") }
            await waitForRoom()
        }
    }

    /// Queues a message as `send(_:)` does.
    public func send(_ message: OutgoingMessage) async throws(TransportError) {
        try await send(OutgoingFrame(message))
    }

    /// Queues a frame if there is room for it now, and says whether there was.
    ///
    /// Throws `.frameTooLarge`, or why the connection has ended.
    public func trySend(_ frame: OutgoingFrame) throws(TransportError) -> Bool {
        try requireSize(of: frame)
        return try admit(frame, below: limits.outboundQueueBytes)
    }

    /// Queues a frame without waiting.
    ///
    /// A queue that is full closes the connection.
    ///
    /// Throws `.outboundQueueFull`, `.frameTooLarge`, or why the connection has ended.
    public func enqueue(_ frame: OutgoingFrame) throws(TransportError) {
        guard try trySend(frame) else {
            let failure = TransportError.outboundQueueFull(peer: peer, limitBytes: limits.outboundQueueBytes)
            abort(failure)
            throw failure
        }
    }

    /// Waits until the system has taken everything that was queued before.
    ///
    /// Throws why the connection has ended, where something was lost or we have cut it off.
    public func flush() async throws(TransportError) {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                guard state.outboundByteCount > 0, !state.isClosed else { return true }
                state.flushers.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
        try state.withLock { state throws(TransportError) in
            guard state.outboundByteCount == 0, !state.hasLostFrames, !state.isAborted else {
                throw state.failure ?? .closed(peer: peer)
            }
        }
    }

    private func requireSize(of frame: OutgoingFrame) throws(TransportError) {
        guard frame.byteCount <= limits.maximumFrameBytes else {
            throw .frameTooLarge(peer: peer, bytes: frame.byteCount, limitBytes: limits.maximumFrameBytes)
        }
    }

    /// Queues a frame if there is room.
    ///
    /// A frame larger than the whole queue is let in when the queue is empty.
    private func admit(_ frame: OutgoingFrame, below limitBytes: Int) throws(TransportError) -> Bool {
        let (isAdmitted, isFirst) = try state.withLock { state throws(TransportError) in
            if state.isClosed || state.isAborted { throw state.failure ?? .closed(peer: peer) }
            let waiting = state.outboundByteCount
            guard waiting == 0 || waiting + frame.heldByteCount <= limitBytes else { return (false, false) }
            state.outboundByteCount += frame.heldByteCount
            state.outbox.append(frame)
            return (true, state.outbox.count == 1)
        }
        if isFirst { channel.eventLoop.execute { self.writeOutbox() } }
        return isAdmitted
    }

    /// Writes what was admitted since the event loop came by last, all at once.
    private func writeOutbox() {
        let frames = state.withLock { state in
            defer { state.outbox.removeAll() }
            return state.outbox
        }
        for frame in frames { write(frame) }
        channel.flush()
    }

    private func write(_ frame: OutgoingFrame) {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { result in
            // The frame is kept up to here: its buffers view memory that it owns.
            withExtendedLifetime(frame) { self.written(frame, result) }
        }
        for (index, buffer) in frame.buffers.enumerated() {
            channel.write(buffer, promise: index == frame.buffers.count - 1 ? promise : nil)
        }
    }

    private func written(_ frame: OutgoingFrame, _ result: Result<Void, any Error>) {
        if case .success = result { meter?.addOut(byteCount: frame.byteCount) }
        let wake = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.outboundByteCount -= frame.heldByteCount
            switch result {
            case .success:
                state.traffic.bytesOut += UInt64(frame.byteCount)
                state.traffic.framesOut += 1
            case .failure(let error):
                state.hasLostFrames = true
                if state.failure == nil, !state.isAborted { state.failure = Bootstrap.failure(of: error, to: peer) }
            }
            var wake = Array(state.senders.values)
            state.senders.removeAll()
            if state.outboundByteCount == 0 {
                wake += state.flushers
                state.flushers.removeAll()
            }
            return wake
        }
        for continuation in wake { continuation.resume() }
    }

    private func waitForRoom() async {
        let number = state.withLock { state in
            state.nextSender += 1
            return state.nextSender
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasRoom = state.withLock { state in
                    guard state.outboundByteCount > 0, !state.isClosed, !state.isAborted, !Task.isCancelled else {
                        return true
                    }
                    state.senders[number] = continuation
                    return false
                }
                if hasRoom { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.senders.removeValue(forKey: number) }?.resume()
        }
    }
}
