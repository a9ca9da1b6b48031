/// The time of steps by what it was spent on, in seconds.
public struct PartSeconds: Codable, Hashable, Sendable {
    /// Waiting for gradients.
    public var wait: Double
    /// The optimiser, and queueing parameters.
    public var compute: Double
    /// Adding gradients.
    public var reduce: Double
    /// Queueing leases.
    public var send: Double

    /// No time at all unless told otherwise.
    public init(wait: Double = 0, compute: Double = 0, reduce: Double = 0, send: Double = 0) {
        self.wait = wait
        self.compute = compute
        self.reduce = reduce
        self.send = send
    }

    /// Adds another time, part by part.
    public mutating func add(_ other: PartSeconds) {
        wait += other.wait
        compute += other.compute
        reduce += other.reduce
        send += other.send
    }

    /// Every part multiplied by `factor`.
    public func scaled(by factor: Double) -> PartSeconds {
        PartSeconds(wait: wait * factor, compute: compute * factor, reduce: reduce * factor, send: send * factor)
    }
}
