import Synchronization
import Transport

/// Heartbeats of these tests, and those that came.
final class Pulses: Sendable {
    private static let sign: [UInt8] = Array("alive".utf8)
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream<Void>.makeStream()
    }

    func options(
        interval: Duration, silenceTimeout: Duration, limits: TransportLimits = TransportLimits()
    ) throws -> ConnectionOptions {
        let policy = HeartbeatPolicy(
            interval: interval, silenceTimeout: silenceTimeout, frame: try Parcel.frame(Self.sign),
            isHeartbeat: { [continuation] frame in
                guard let bytes = try? Parcel.contents(of: frame), bytes == Self.sign else { return false }
                continuation.yield()
                return true
            })
        return ConnectionOptions(limits: limits, heartbeat: policy)
    }

    /// Waits until `count` more have come.
    func wait(for count: Int) async {
        var missing = count
        for await _ in stream {
            missing -= 1
            if missing == 0 { return }
        }
    }
}
