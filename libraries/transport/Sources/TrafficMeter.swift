private import Synchronization
public import Telemetry

/// Adds up what passes over many connections, those that have ended included.
public final class TrafficMeter: Sendable {
    private let sum = Mutex(Traffic())

    /// Begins at nothing.
    public init() {}

    /// What has passed so far.
    public var total: Traffic { sum.withLock { $0 } }

    /// Shows the bytes among a process's metrics.
    public func register(in registry: MetricRegistry) {
        registry.counter("pangea_received_bytes_total", help: "Bytes of frames that were received.") {
            self.total.bytesIn
        }
        registry.counter("pangea_sent_bytes_total", help: "Bytes of frames that the system has taken to send.") {
            self.total.bytesOut
        }
    }

    func addIn(byteCount: Int) {
        sum.withLock { sum in
            sum.bytesIn += UInt64(byteCount)
            sum.framesIn += 1
        }
    }

    func addOut(byteCount: Int) {
        sum.withLock { sum in
            sum.bytesOut += UInt64(byteCount)
            sum.framesOut += 1
        }
    }
}
