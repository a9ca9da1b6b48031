internal import Admission
internal import NIOCore

/// The channel's gate: lets nothing through before both sides have proven that they have the token, and from then on
/// only what carries a right code.
///
/// Who stands behind it learns that the channel is active once the handshake is over.
final class AdmissionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case applying(Applicant)
        case guarding(Gatekeeper)
        case open(SealedStream?)
        case over
    }

    private var state: State
    private let timeout: Duration
    private let whenOver: (Result<Void, AdmissionError>) -> Void
    private var deadline: Scheduled<Void>?

    /// `whenOver` is called once, on the event loop.
    init(
        _ terms: AdmissionTerms, side: Side, timeout: Duration,
        whenOver: @escaping (Result<Void, AdmissionError>) -> Void
    ) {
        switch side {
        case .dialling: state = .applying(Applicant(token: terms.token, protection: terms.protection))
        case .listening: state = .guarding(Gatekeeper(token: terms.token, protection: terms.protection))
        }
        self.timeout = timeout
        self.whenOver = whenOver
    }

    /// Who speaks first.
    enum Side {
        case dialling
        case listening
    }

    // MARK: The handshake

    func channelActive(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
            self.fail(.tooSlow(after: self.timeout), context)
        }
        if case .applying(let applicant) = state { send(applicant.hello, context) }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        switch state {
        case .applying(var applicant):
            let step = applicant.take(buffer.readableBytesView)
            state = .applying(applicant)
            take(step, context)
        case .guarding(var gatekeeper):
            let step = gatekeeper.take(buffer.readableBytesView)
            state = .guarding(gatekeeper)
            take(step, context)
        case .open(let stream):
            pass(buffer, through: stream, context)
        case .over: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        switch state {
        case .applying, .guarding: context.read()
        case .open: context.fireChannelReadComplete()
        case .over: break
        }
    }

    private func take(_ step: HandshakeStep, _ context: ChannelHandlerContext) {
        if !step.reply.isEmpty { send(step.reply, context) }
        switch step.ending {
        case .admitted(let session): open(session, context)
        case .failed(let error): fail(error, context)
        case nil: break
        }
    }

    private func open(_ session: Session, _ context: ChannelHandlerContext) {
        let stream = session.protection == .sealed ? SealedStream(session) : nil
        deadline?.cancel()
        state = .open(stream)
        whenOver(.success(()))
        context.fireChannelActive()
        guard !session.rest.isEmpty else { return }
        pass(ByteBuffer(bytes: session.rest), through: stream, context)
        context.fireChannelReadComplete()
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Ends the connection; the reply that says why is on its way.
    private func fail(_ error: AdmissionError, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        switch state {
        case .applying, .guarding: whenOver(.failure(error))
        case .open: context.fireErrorCaught(error)
        case .over: return
        }
        state = .over
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.gone, context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .open = state { return context.fireErrorCaught(error) }
        fail(.gone, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Who ends its side in the middle of a handshake has nothing more to say.
        if let event = event as? ChannelEvent, event == .inputClosed {
            switch state {
            case .applying, .guarding: return fail(.gone, context)
            case .open, .over: break
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: After it

    private func pass(_ buffer: ByteBuffer, through stream: SealedStream?, _ context: ChannelHandlerContext) {
        guard let stream else { return context.fireChannelRead(wrapInboundOut(buffer)) }
        // A record may take long on a narrow link; its bytes are signs of life before they are believed.
        context.fireUserInboundEventTriggered(BytesCame())
        do throws(AdmissionError) {
            try stream.open(buffer) { context.fireChannelRead(wrapInboundOut($0)) }
        } catch {
            fail(error, context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .open(let stream?) = state else { return context.write(data, promise: promise) }
        let pieces = stream.seal(unwrapOutboundIn(data))
        guard let last = pieces.last else { return context.write(data, promise: promise) }
        for piece in pieces.dropLast() { context.write(wrapOutboundOut(piece), promise: nil) }
        context.write(wrapOutboundOut(last), promise: promise)
    }
}

/// Tells a connection's handler that bytes came that can't be shown yet.
struct BytesCame: Sendable {}
