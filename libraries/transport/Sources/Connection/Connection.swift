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
    let meter: TrafficMeter?

    /// A peer that is a stranger has to join before it may send much.
    init(channel: any Channel, peer: String, options: ConnectionOptions, isPeerStranger: Bool) {
        self.channel = channel
        self.peer = peer
        limits = options.limits
        state = Mutex(ConnectionState(options.limits, isPeerStranger: isPeerStranger))
        meter = options.meter
        heartbeat = Mutex(options.heartbeat)
    }

    /// When the peer was last heard of, by a heartbeat or a part of a frame too.
    ///
    /// Now, while frames that nobody takes keep the connection from being read.
    public var lastHeard: ContinuousClock.Instant { state.withLock { $0.isReadingHeld ? .now : $0.lastHeard } }

    /// What has passed so far.
    public var traffic: Traffic { state.withLock { $0.traffic } }

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
}
