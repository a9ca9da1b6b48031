/// What a peer may cost.
public struct TransportLimits: Hashable, Sendable {
    /// Bytes of the largest frame.
    ///
    /// Stops a peer that announces more than there is memory.
    public var maximumFrameBytes = 256 << 20
    /// Bytes of the largest frame of a peer that was accepted and hasn't joined.
    ///
    /// Stops a stranger that announces much and sends little.
    public var strangerFrameBytes = 64 << 10
    /// Frames, heartbeats too, of a peer that was accepted and hasn't joined.
    ///
    /// Stops a stranger that keeps us busy. Twenty heartbeats may come at once of one that was held up on the way.
    public var strangerRate = FrameRate(burst: 64, perSecond: 16)
    /// Segments of a frame.
    ///
    /// Stops a table of billions of them.
    public var maximumSegments = 511
    /// Bytes of received frames that nobody has taken, and what each of them costs; beyond, the connection isn't read.
    ///
    /// Stops a peer that floods.
    public var inboundQueueBytes = 64 << 20
    /// Bytes of the memory of large frames that is kept for the next ones.
    ///
    /// Stops one peer's frames from being kept in memory for ever.
    public var idleFrameBytes = 64 << 20
    /// Bytes that wait to be written, and what each frame costs; beyond, senders wait.
    ///
    /// Stops a peer that never reads.
    public var outboundQueueBytes = 64 << 20
    /// Connections that a listener has at a time; further ones are closed at once.
    public var maximumConnections = 4096
    /// What connecting may take.
    public var connectTimeout = Duration.seconds(5)
    /// Connections from one address that a listener has at a time; further ones are closed at once.
    ///
    /// Stops one machine from taking the places of all.
    public var maximumConnectionsPerAddress = 1024
    /// What a handshake may take.
    ///
    /// Stops a peer that sends a byte now and then, or none.
    public var handshakeTimeout = Duration.seconds(5)
    /// Signs of life that may come within a second; more end the connection.
    ///
    /// Stops a peer that floods with what nobody has to take.
    public var signsPerSecond = 1000
    /// What the peer may take to take some of what is queued for it.
    ///
    /// Stops a peer that gives signs of life and never reads.
    public var stallTimeout = Duration.seconds(10)
    /// What the peer may take, once we close, to take what is queued for it.
    ///
    /// Stops a peer that never reads from holding our end.
    public var flushTimeout = Duration.seconds(30)
    /// What the peer may take to end its side once we have ended ours.
    public var closeTimeout = Duration.seconds(2)

    /// The limits as they stand above.
    public init() {}
}
