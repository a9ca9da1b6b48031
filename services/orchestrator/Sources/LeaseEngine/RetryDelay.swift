/// How long to wait before something that failed is tried again: doubled each time, up to a bound.
public struct RetryDelay: Hashable, Sendable {
    private let shortest: Duration
    private let longest: Duration
    /// Failures in a row.
    public private(set) var failures = 0

    /// Starts with `shortest`.
    public init(shortest: Duration = .seconds(1), longest: Duration = .seconds(60)) {
        self.shortest = shortest
        self.longest = longest
    }

    /// It failed again: the time to wait.
    public mutating func fail() -> Duration {
        failures += 1
        return min(longest, shortest * (1 << min(failures - 1, 16)))
    }

    /// It worked.
    public mutating func succeed() { failures = 0 }
}
