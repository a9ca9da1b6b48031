/// What listeners and dialers give each of their connections.
public struct ConnectionOptions: Sendable {
    /// What the peer may cost.
    public var limits: TransportLimits
    /// Signs of life, if there are to be any.
    public var heartbeat: HeartbeatPolicy?
    /// What the peer has to prove before anything else; nothing where nil.
    public var admission: AdmissionTerms?
    /// What counts the traffic of all connections with these options.
    public var meter: TrafficMeter?

    /// Creates options.
    public init(
        limits: TransportLimits = TransportLimits(), heartbeat: HeartbeatPolicy? = nil,
        admission: AdmissionTerms? = nil, meter: TrafficMeter? = nil
    ) {
        self.limits = limits
        self.heartbeat = heartbeat
        self.admission = admission
        self.meter = meter
    }

    /// The same, where a peer under TLS has to have a certificate for one of these hosts or roles.
    public func expecting(_ peerNames: [String]) -> ConnectionOptions {
        var options = self
        options.admission?.peerNames = peerNames
        return options
    }
}
