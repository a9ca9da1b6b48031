/// The time of steps by what it was spent on, in seconds.
package struct PartSeconds: Codable, Hashable, Sendable {
    /// Waiting for gradients.
    package var wait: Double
    /// The optimiser, and queueing parameters.
    package var compute: Double
    /// Adding gradients.
    package var reduce: Double
    /// Queueing leases.
    package var send: Double

    /// No time at all unless told otherwise.
    package init(wait: Double = 0, compute: Double = 0, reduce: Double = 0, send: Double = 0) {
        self.wait = wait
        self.compute = compute
        self.reduce = reduce
        self.send = send
    }

    /// Adds another time, part by part.
    package mutating func add(_ other: PartSeconds) {
        wait += other.wait
        compute += other.compute
        reduce += other.reduce
        send += other.send
    }

    /// Every part multiplied by `factor`.
    package func scaled(by factor: Double) -> PartSeconds {
        PartSeconds(wait: wait * factor, compute: compute * factor, reduce: reduce * factor, send: send * factor)
    }
}
