/// What listeners and dialers give each of their connections.
public struct ConnectionOptions: Sendable {
    /// What the peer may cost.
    public var limits: TransportLimits
    /// Signs of life, if there are to be any.
    public var heartbeat: HeartbeatPolicy?

    /// Creates options.
    public init(limits: TransportLimits = TransportLimits(), heartbeat: HeartbeatPolicy? = nil) {
        self.limits = limits
        self.heartbeat = heartbeat
    }
}
