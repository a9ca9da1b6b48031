/// Counts somebody's frames against a rate; time comes from outside.
public struct FrameAllowance: Sendable {
    /// What may come.
    public let rate: FrameRate
    /// Frames that were counted, the one that was too many included.
    public private(set) var count = 0
    private let began: ContinuousClock.Instant
    /// When all that came is paid for: each frame costs its share of a second.
    private var paidAt: ContinuousClock.Instant

    /// Begins with the whole burst saved up.
    public init(_ rate: FrameRate, at now: ContinuousClock.Instant) {
        self.rate = rate
        began = now
        paidAt = now
    }

    /// Counts one more frame, and says whether it may come.
    ///
    /// One that may not costs nothing. A clock that goes back gives nothing.
    public mutating func take(at now: ContinuousClock.Instant) -> Bool {
        count += 1
        let cost = Duration.seconds(1) / rate.perSecond
        // Nobody saves up more than the burst.
        let start = max(paidAt, now)
        guard now.duration(to: start) <= cost * (rate.burst - 1) else { return false }
        paidAt = start + cost
        return true
    }

    /// Counts one more frame, which comes in any case, and says for how long none should follow: zero within the rate.
    public mutating func charge(at now: ContinuousClock.Instant) -> Duration {
        count += 1
        let cost = Duration.seconds(1) / rate.perSecond
        paidAt = max(paidAt, now) + cost
        return max(.zero, now.duration(to: paidAt) - cost * rate.burst)
    }

    /// How long frames have been counted.
    public func duration(at now: ContinuousClock.Instant) -> Duration { began.duration(to: now) }
}
