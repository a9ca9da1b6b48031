internal import CapnProto
internal import NIOCore

/// The channel's end of a connection: makes frames of bytes, holds reading while nobody takes them, gives signs of
/// life and misses those of the peer.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: Connection
    private let whenActive: (Connection) -> Void
    private var assembler: FrameAssembler
    private var lastHeard = NIODeadline.now()
    private var framesOutAtLastBeat: UInt64 = 0
    private var signs = SignCount()
    private var outflow = Outflow()
    private var pulse: Scheduled<Void>?
    /// Whether the peer sent what it may not; what follows isn't looked at.
    private var isBroken = false

    init(connection: Connection, whenActive: @escaping (Connection) -> Void) {
        self.connection = connection
        self.whenActive = whenActive
        assembler = FrameAssembler(limits: connection.limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { start(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        start(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastHeard = .now()
        connection.noteHeard()
        guard !isBroken else { return }
        var buffer = unwrapInboundIn(data)
        let policy = connection.heartbeatPolicy
        do throws(TransportError) {
            while let frame = try nextFrame(from: &buffer) {
                try connection.count(at: .now)
                let isHeartbeat = policy?.isHeartbeat(frame) ?? false
                if isHeartbeat { try countSign() }
                connection.deliver(frame, isHeartbeat: isHeartbeat)
            }
        } catch {
            isBroken = true
            connection.abort(error)
        }
    }

    /// The limit is asked for anew with each frame: the peer may have joined between two.
    private func nextFrame(from buffer: inout ByteBuffer) throws(TransportError) -> IncomingFrame? {
        do throws(WireError) {
            return try assembler.next(from: &buffer, upTo: connection.incomingFrameBytes)
        } catch {
            throw failure(of: error)
        }
    }

    private func countSign() throws(TransportError) {
        signs.add(at: lastHeard)
        let limit = connection.limits.signsPerSecond
        guard signs.count <= limit else { throw .tooManySigns(peer: connection.peer, limit: limit) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !connection.isReadingHeld { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is BytesCame:
            lastHeard = .now()
            connection.noteHeard()
        case is HeartbeatAgreed:
            pulse?.cancel()
            lastHeard = .now()
            schedulePulse(context)
        case ChannelEvent.inputClosed as ChannelEvent:
            connection.end(endingOfInput, isClosed: false)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.abort(Bootstrap.failure(of: error, to: connection.peer))
    }

    func channelInactive(context: ChannelHandlerContext) {
        pulse?.cancel()
        connection.end(endingOfInput, isClosed: true)
        context.fireChannelInactive()
    }

    private func failure(of error: WireError) -> TransportError {
        if case .tooManySegments(let count, _) = error, let other = OtherProtocol(segmentCount: count) {
            return .otherProtocol(peer: connection.peer, other)
        }
        return .badFrame(peer: connection.peer, error)
    }

    private var endingOfInput: TransportError? {
        let pending = assembler.pendingByteCount
        return pending > 0 ? .truncated(peer: connection.peer, receivedBytes: pending) : nil
    }

    private func start(_ context: ChannelHandlerContext) {
        lastHeard = .now()
        context.read()
        schedulePulse(context)
        whenActive(connection)
    }

    private func schedulePulse(_ context: ChannelHandlerContext) {
        guard let policy = connection.heartbeatPolicy else { return }
        pulse = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(policy.interval)) {
            self.beat(policy, context)
        }
    }

    /// Bytes that the system hasn't taken.
    private func queuedByteCount(_ context: ChannelHandlerContext) -> Int {
        guard connection.hasQueued else { return 0 }
        return (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    private func beat(_ policy: HeartbeatPolicy, _ context: ChannelHandlerContext) {
        // Who isn't read can't be heard; its time begins anew once it is.
        if connection.isReadingHeld { lastHeard = .now() }
        let silence = NIODeadline.now() - lastHeard
        guard silence < TimeAmount(policy.silenceTimeout) else {
            return connection.abort(.peerSilent(peer: connection.peer, after: policy.silenceTimeout))
        }
        let framesOut = connection.traffic.framesOut
        let stall = outflow.look(framesOut: framesOut, queued: queuedByteCount(context), at: .now())
        guard stall < TimeAmount(connection.limits.stallTimeout) else {
            return connection.abort(
                .peerStalled(peer: connection.peer, after: connection.limits.stallTimeout))
        }
        if framesOut == framesOutAtLastBeat {
            // A full queue will be a sign of life itself once the peer takes it; an ended connection needs none.
            _ = try? connection.trySend(policy.frame)
        }
        framesOutAtLastBeat = connection.traffic.framesOut
        schedulePulse(context)
    }
}
