/// How long to wait before the next attempt: exponentially longer, with jitter.
public struct Backoff: Sendable {
    private let first: Duration
    private let ceiling: Duration
    private let factor: Double
    private var current: Duration

    /// Waits `first` at first, `factor` times longer each time, and never longer than `ceiling`; each time at least
    /// half of that and at most all of it, by chance.
    public init(first: Duration = .milliseconds(100), ceiling: Duration = .seconds(5), factor: Double = 2) {
        self.first = min(first, ceiling)
        self.ceiling = ceiling
        self.factor = factor
        current = self.first
    }

    /// The next wait.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let wait = current * Double.random(in: 0.5...1, using: &generator)
        current = min(ceiling, current * factor)
        return wait
    }

    /// Begins anew, after a success.
    public mutating func reset() {
        current = first
    }
}
