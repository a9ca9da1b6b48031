/// Signs of life: sent and noticed on the event loop, so that a thread that computes silences nobody.
public struct HeartbeatPolicy: Sendable {
    /// After so long without any other frame sent, a heartbeat is.
    public var interval: Duration
    /// After so long without any byte received, the peer is given up.
    public var silenceTimeout: Duration
    /// What is sent.
    public let frame: OutgoingFrame
    /// Tells heartbeats, which nobody above needs to see, from other frames.
    ///
    /// Called on the event loop.
    public let isHeartbeat: @Sendable (IncomingFrame) -> Bool

    /// Creates a policy.
    public init(
        interval: Duration, silenceTimeout: Duration, frame: OutgoingFrame,
        isHeartbeat: @escaping @Sendable (IncomingFrame) -> Bool
    ) {
        self.interval = interval
        self.silenceTimeout = silenceTimeout
        self.frame = frame
        self.isHeartbeat = isHeartbeat
    }
}
