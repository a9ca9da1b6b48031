public import Transport

/// How often services give a sign of life, and how long a silence may last.
public enum HeartbeatTerms {
    /// What a listening side proposes unless it is told otherwise.
    public static let standardInterval = Duration.milliseconds(250)

    /// The silence after which a peer that agreed on `interval` is given up: twenty intervals.
    public static func silence(for interval: Duration) -> Duration { interval * 20 }

    /// Connection options with heartbeats of our envelope, sent and recognised off the computing threads; with terms of
    /// admission, both sides prove what they ask for before anything else.
    public static func options(
        limits: TransportLimits = TransportLimits(), interval: Duration = standardInterval,
        admission: AdmissionTerms? = nil, meter: TrafficMeter? = nil
    ) throws -> ConnectionOptions {
        let heartbeat = OutgoingFrame(try Payload.heartbeat.message(id: 0, sender: ""))
        let policy = HeartbeatPolicy(
            interval: interval, silenceTimeout: silence(for: interval), frame: heartbeat,
            isHeartbeat: { frame in IncomingMessage.isHeartbeat(frame) })
        return ConnectionOptions(
            limits: limits, heartbeat: policy, admission: admission, meter: meter)
    }
}
