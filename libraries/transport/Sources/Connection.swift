public import CapnProto
internal import NIOCore
private import Synchronization

/// One connection between two services: whole frames in both directions, with bounded queues.
///
/// Any number of tasks may send; one at a time receives.
public final class Connection: Sendable {
    /// The other side's address, for logs.
    public let peer: String
    /// What the peer may cost.
    public let limits: TransportLimits
    private let channel: any Channel
    private let state = Mutex(ConnectionState())
    private let heartbeat: Mutex<HeartbeatPolicy?>

    init(channel: any Channel, options: ConnectionOptions) {
        self.channel = channel
        peer = channel.remoteAddress.map { "\($0.ipAddress ?? "?"):\($0.port ?? 0)" } ?? "a peer that is gone"
        limits = options.limits
        heartbeat = Mutex(options.heartbeat)
    }

    // MARK: Sending

    /// Queues a frame, waiting while the queue is full.
    ///
    /// Frames leave in the order in which they were queued.
    ///
    /// Throws `.frameTooLarge`, `.cancelled`, or why the connection has ended.
    public func send(_ frame: OutgoingFrame) async throws(TransportError) {
        try requireSize(of: frame)
        while !(try admit(frame)) {
            if Task.isCancelled { throw .cancelled(operation: "sending to \(peer)") }
            await waitForRoom()
        }
    }

    /// Queues a message as `send(_:)` does.
    public func send(_ message: OutgoingMessage) async throws(TransportError) {
        try await send(OutgoingFrame(message))
    }

    /// Queues a frame without waiting.
    ///
    /// A queue that is full closes the connection.
    ///
    /// Throws `.outboundQueueFull`, `.frameTooLarge`, or why the connection has ended.
    public func enqueue(_ frame: OutgoingFrame) throws(TransportError) {
        try requireSize(of: frame)
        guard try admit(frame) else {
            let failure = TransportError.outboundQueueFull(peer: peer, limitBytes: limits.outboundQueueBytes)
            abort(failure)
            throw failure
        }
    }

    /// Waits until the system has taken everything that was queued before.
    ///
    /// Throws why the connection has ended.
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
            if state.isClosed, state.outboundByteCount > 0 { throw state.failure ?? .closed(peer: peer) }
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
    private func admit(_ frame: OutgoingFrame) throws(TransportError) -> Bool {
        try state.withLock { state throws(TransportError) in
            if state.isClosed { throw state.failure ?? .closed(peer: peer) }
            let waiting = state.outboundByteCount
            guard waiting == 0 || waiting + frame.byteCount <= limits.outboundQueueBytes else { return false }
            state.outboundByteCount += frame.byteCount
            // Inside the lock, so that frames reach the event loop in the order of their admission.
            channel.eventLoop.execute { self.write(frame) }
            return true
        }
    }

    private func write(_ frame: OutgoingFrame) {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { result in
            // The frame is kept up to here: its buffers view memory that it owns.
            withExtendedLifetime(frame) { self.written(frame.byteCount, result) }
        }
        for (index, buffer) in frame.buffers.enumerated() {
            channel.write(buffer, promise: index == frame.buffers.count - 1 ? promise : nil)
        }
        channel.flush()
    }

    private func written(_ byteCount: Int, _ result: Result<Void, any Error>) {
        let wake = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.outboundByteCount -= byteCount
            if case .success = result {
                state.traffic.bytesOut += UInt64(byteCount)
                state.traffic.framesOut += 1
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
                    guard state.outboundByteCount > 0, !state.isClosed, !Task.isCancelled else { return true }
                    state.senders[number] = continuation
                    return false
                }
                if hasRoom { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.senders.removeValue(forKey: number) }?.resume()
        }
    }

    // MARK: Receiving

    /// The next frame, nil when the peer has ended its side between two frames.
    ///
    /// Throws `.cancelled`, or why the connection has ended.
    public func receive() async throws(TransportError) -> IncomingFrame? {
        while true {
            if Task.isCancelled { throw .cancelled(operation: "receiving from \(peer)") }
            let (frame, isReadingDue) = state.withLock { $0.takeFrame(below: limits.inboundQueueBytes) }
            if isReadingDue { channel.eventLoop.execute { self.channel.read() } }
            if let frame { return frame }
            let ended = try state.withLock { state throws(TransportError) -> Bool in
                guard state.hasEnded || state.isClosed else { return false }
                if let failure = state.failure { throw failure }
                return true
            }
            if ended { return nil }
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

    // MARK: Heartbeats

    /// Sets how often signs of life are sent, and how long the peer may be silent, as both sides agreed.
    public func agreeHeartbeat(interval: Duration, silenceTimeout: Duration) {
        heartbeat.withLock { policy in
            policy?.interval = interval
            policy?.silenceTimeout = silenceTimeout
        }
    }

    /// Queues a sign of life unless the queue is full.
    func beat(_ frame: OutgoingFrame) throws(TransportError) {
        _ = try admit(frame)
    }

    var heartbeatPolicy: HeartbeatPolicy? { heartbeat.withLock { $0 } }

    // MARK: Ending

    /// Ends the connection in good order: what is queued is written, our side ends, and the peer gets time to end its.
    public func close() async {
        try? await flush()
        channel.eventLoop.execute { [channel, limits] in
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: TimeAmount(limits.closeTimeout)) {
                channel.close(promise: nil)
            }
        }
        _ = await closed()
    }

    /// Ends the connection at once; what is queued is dropped.
    public func abort(_ reason: TransportError? = nil) {
        end(reason, isClosed: false)
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

    /// What has passed so far.
    public var traffic: Traffic { state.withLock { $0.traffic } }

    // MARK: From the channel's handler

    /// Takes a frame, and says whether there is room for more.
    func deliver(_ frame: IncomingFrame, isHeartbeat: Bool) -> Bool {
        let (receiver, hasRoom) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
            state.traffic.bytesIn += UInt64(frame.byteCount)
            state.traffic.framesIn += 1
            guard !isHeartbeat else { return (nil, !state.isReadingHeld) }
            state.inbox.append(frame)
            state.inboxByteCount += frame.byteCount
            state.isReadingHeld = state.inboxByteCount >= limits.inboundQueueBytes
            return (state.takeReceiver(), !state.isReadingHeld)
        }
        receiver?.resume()
        return hasRoom
    }

    /// The peer has ended its side, or the channel is closed.
    func end(_ failure: TransportError?, isClosed: Bool) {
        let wake = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.hasEnded = true
            if state.failure == nil { state.failure = failure }
            var wake: [CheckedContinuation<Void, Never>] = []
            if let receiver = state.takeReceiver() { wake.append(receiver) }
            guard isClosed else { return wake }
            state.isClosed = true
            wake += state.senders.values
            wake += state.flushers
            wake += state.mourners
            state.senders.removeAll()
            state.flushers.removeAll()
            state.mourners.removeAll()
            return wake
        }
        for continuation in wake { continuation.resume() }
    }
}

extension ConnectionState {
    /// The oldest frame, and whether reading has to be taken up again.
    fileprivate mutating func takeFrame(below limit: Int) -> (IncomingFrame?, Bool) {
        guard !inbox.isEmpty else { return (nil, false) }
        let frame = inbox.removeFirst()
        inboxByteCount -= frame.byteCount
        let isReadingDue = isReadingHeld && inboxByteCount < limit
        if isReadingDue { isReadingHeld = false }
        return (frame, isReadingDue)
    }

    fileprivate mutating func takeReceiver() -> CheckedContinuation<Void, Never>? {
        defer { receiver = nil }
        return receiver
    }
}
