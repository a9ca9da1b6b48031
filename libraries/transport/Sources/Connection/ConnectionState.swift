/// What a connection's two directions hold at the moment; the part of it that several threads look at.
struct ConnectionState {
    /// Frames that nobody has taken yet.
    var inbox: [IncomingFrame] = []
    var inboxByteCount = 0
    /// Who waits for a frame.
    var receiver: CheckedContinuation<Void, Never>?
    /// Whether the peer has ended its side, or the connection is gone.
    var hasEnded = false
    /// Why, unless it was in good order.
    var failure: TransportError?
    /// Whether our side ended it at once; then nothing that follows is a failure.
    var isAborted = false
    /// When something came last, a heartbeat or a part of a frame too.
    var lastHeard = ContinuousClock.now
    /// Whether reading is held until the inbox has room.
    var isReadingHeld = false
    /// Bytes of the largest frame that may come now.
    var incomingFrameBytes: Int
    /// What a peer that hasn't joined may still send; nil for one that may send any number of frames.
    var strangerAllowance: FrameAllowance?

    /// Frames that were admitted and that the event loop hasn't taken, in order; it is told of the first one.
    var outbox: [OutgoingFrame] = []
    /// What frames hold that were admitted and that the system hasn't taken.
    var outboundByteCount = 0
    /// Whether frames that were admitted never reached the system.
    var hasLostFrames = false
    /// Senders that wait for room.
    var senders: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextSender: UInt64 = 0
    /// Who waits for everything to be written.
    var flushers: [CheckedContinuation<Void, Never>] = []
    /// Who waits for the end.
    var mourners: [CheckedContinuation<Void, Never>] = []
    /// Whether the channel is closed.
    var isClosed = false

    var traffic = Traffic()

    /// Begins with a peer that was dialled, or with a stranger that was accepted.
    init(_ limits: TransportLimits, isPeerStranger: Bool) {
        incomingFrameBytes = limits.maximumFrameBytes
        guard isPeerStranger else { return }
        incomingFrameBytes = min(limits.strangerFrameBytes, limits.maximumFrameBytes)
        strangerAllowance = FrameAllowance(limits.strangerRate, at: .now)
    }
}
