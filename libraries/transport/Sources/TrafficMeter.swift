private import Synchronization
public import Telemetry

/// Adds up what passes over many connections, those that have ended included.
public final class TrafficMeter: Sendable {
    private let sum = Mutex(Traffic())
    private let badPeers = Atomic<UInt64>(0)

    /// Begins at nothing.
    public init() {}

    /// What has passed so far.
    public var total: Traffic { sum.withLock { $0 } }

    /// Connections that ended for what the peer sent, or failed to prove.
    public var badPeerCount: UInt64 { badPeers.load(ordering: .relaxed) }

    /// Shows bytes and bad peers among a process's metrics.
    public func register(in registry: MetricRegistry) {
        registry.counter("pangea_received_bytes_total", help: "Bytes of frames that were received.") {
            self.total.bytesIn
        }
        registry.counter("pangea_sent_bytes_total", help: "Bytes of frames that the system has taken to send.") {
            self.total.bytesOut
        }
        registry.counter(
            "pangea_bad_peers_total", help: "Connections that were ended for what the peer sent, or failed to prove."
        ) {
            self.badPeerCount
        }
    }

    func addIn(byteCount: Int) {
        sum.withLock { sum in
            sum.bytesIn += UInt64(byteCount)
            sum.framesIn += 1
        }
    }

    func addBadPeer() { badPeers.add(1, ordering: .relaxed) }

    func addOut(byteCount: Int) {
        sum.withLock { sum in
            sum.bytesOut += UInt64(byteCount)
            sum.framesOut += 1
        }
    }
}
