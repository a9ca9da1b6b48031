internal import Admission
internal import NIOCore
internal import NIOTLS

/// The channel's gate: lets nothing through before both sides have proven what is asked of them.
///
/// That is a certificate to the TLS below, and the token to each other. From then on, without TLS, only what carries a right code.
///
/// Who stands behind it learns that the channel is active once the handshake is over.
final class AdmissionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// TLS comes first.
        case securing(TLSGate)
        case applying(Applicant)
        case guarding(Gatekeeper)
        case open(SealedStream?)
        case over
    }

    private var state: State
    private let token: JoinToken?
    private let tls: TLSGate?
    private let side: Side
    private let timeout: Duration
    private let whenOver: (Result<Void, AdmissionError>) -> Void
    private var deadline: Scheduled<Void>?

    /// `tls` is what stands in front; `whenOver` is called once, on the event loop.
    init(
        token: JoinToken?, tls: TLSGate?, side: Side, timeout: Duration,
        whenOver: @escaping (Result<Void, AdmissionError>) -> Void
    ) {
        self.token = token
        self.tls = tls
        self.side = side
        state = tls.map { .securing($0) } ?? Self.beginning(with: token, on: side, .sealed, binding: [])
        self.timeout = timeout
        self.whenOver = whenOver
    }

    /// Who speaks first.
    typealias Side = CertificateProblem.Side

    private static func beginning(
        with token: JoinToken?, on side: Side, _ protection: Protection, binding: [UInt8]
    ) -> State {
        guard let token else { return .open(nil) }
        return switch side {
        case .dialling: .applying(Applicant(token: token, protection: protection, binding: binding))
        case .listening: .guarding(Gatekeeper(token: token, protection: protection, binding: binding))
        }
    }

    // MARK: The handshake

    func channelActive(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
            self.fail(.tooSlow(after: self.timeout), context)
        }
        if case .applying(let applicant) = state { send(applicant.hello, context) }
        context.read()
    }

    /// TLS has both sides' certificates: the token's turn.
    private func secured(_ context: ChannelHandlerContext) {
        guard case .securing(let tls) = state else { return }
        // Nobody gets here who hasn't shown a certificate to this connection, not by an earlier one's leave either.
        guard let binding = tls.binding else { return fail(.certificate(.none), context) }
        state = Self.beginning(with: token, on: side, .tls, binding: binding)
        switch state {
        case .applying(let applicant): send(applicant.hello, context)
        case .open: open(nil, rest: [], context)
        default: break
        }
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
        case .securing, .over: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        switch state {
        case .securing, .applying, .guarding: context.read()
        case .open: context.fireChannelReadComplete()
        case .over: break
        }
    }

    private func take(_ step: HandshakeStep, _ context: ChannelHandlerContext) {
        if !step.reply.isEmpty { send(step.reply, context) }
        switch step.ending {
        case .admitted(let session):
            open(session.protection == .sealed ? SealedStream(session) : nil, rest: session.rest, context)
        case .failed(let error): fail(error, context)
        case nil: break
        }
    }

    private func open(_ stream: SealedStream?, rest: [UInt8], _ context: ChannelHandlerContext) {
        deadline?.cancel()
        state = .open(stream)
        whenOver(.success(()))
        context.fireChannelActive()
        guard !rest.isEmpty else { return }
        pass(ByteBuffer(bytes: rest), through: stream, context)
        context.fireChannelReadComplete()
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    /// Ends the connection; the reply that says why is on its way.
    private func fail(_ error: AdmissionError, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        switch state {
        case .securing, .applying, .guarding: whenOver(.failure(error))
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
        let meaning = tls?.meaning(of: error)
        switch state {
        // In TLS 1.3 who dials is done first, and hears only then what the other side thinks of its certificate.
        case .open where meaning?.isRefusal == true: context.fireErrorCaught(meaning ?? .gone)
        case .open: context.fireErrorCaught(error)
        case .securing, .applying, .guarding: fail(meaning ?? .gone, context)
        case .over: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Who ends its side in the middle of a handshake has nothing more to say.
        if let event = event as? ChannelEvent, event == .inputClosed {
            switch state {
            case .securing, .applying, .guarding: return fail(.gone, context)
            case .open, .over: break
            }
        }
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent { secured(context) }
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
