public import CapnProto
internal import NIOCore
internal import Synchronization

/// One connection between two services: whole frames in both directions, with bounded queues.
///
/// Any number of tasks may send; one at a time receives.
public final class Connection: Sendable {
    /// The other side's address, for logs.
    public let peer: String
    /// The same without the port: all of whose connections belong together.
    public var host: String { peer.lastIndex(of: ":").map { String(peer[..<$0]) } ?? peer }
    /// What the peer may cost.
    public let limits: TransportLimits
    let channel: any Channel
    let state: Mutex<ConnectionState>
    private let heartbeat: Mutex<HeartbeatPolicy?>
    private let meter: TrafficMeter?

    /// A peer that is a stranger has to join before it may send much.
    init(channel: any Channel, peer: String, options: ConnectionOptions, isPeerStranger: Bool) {
        self.channel = channel
        self.peer = peer
        limits = options.limits
        state = Mutex(ConnectionState(options.limits, isPeerStranger: isPeerStranger))
        meter = options.meter
        heartbeat = Mutex(options.heartbeat)
    }

    // MARK: Sending

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

    // MARK: Receiving

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

    // MARK: Heartbeats

    /// Sets how often signs of life are sent, and how long the peer may be silent, as both sides agreed.
    public func agreeHeartbeat(interval: Duration, silenceTimeout: Duration) {
        heartbeat.withLock { policy in
            policy?.interval = interval
            policy?.silenceTimeout = silenceTimeout
        }
        // The handler's timer still runs by the old terms.
        channel.pipeline.fireUserInboundEventTriggered(HeartbeatAgreed())
    }

    /// Whether bytes were admitted that the system hasn't taken.
    var hasQueued: Bool { state.withLock { $0.outboundByteCount > 0 } }

    var heartbeatPolicy: HeartbeatPolicy? { heartbeat.withLock { $0 } }

    // MARK: Ending

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

    /// When the peer was last heard of, by a heartbeat or a part of a frame too.
    ///
    /// Now, while frames that nobody takes keep the connection from being read.
    public var lastHeard: ContinuousClock.Instant { state.withLock { $0.isReadingHeld ? .now : $0.lastHeard } }

    /// What has passed so far.
    public var traffic: Traffic { state.withLock { $0.traffic } }

    // MARK: From the channel's handler

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

    fileprivate mutating func takeReceiver() -> CheckedContinuation<Void, Never>? {
        defer { receiver = nil }
        return receiver
    }
}
