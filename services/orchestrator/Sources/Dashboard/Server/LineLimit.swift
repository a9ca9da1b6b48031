/// How often one kind of line is logged at most: what comes in between is counted, and told with the next one.
package struct LineLimit: Sendable {
    private let interval: Duration
    private var lastLine: ContinuousClock.Instant?
    private var skippedCount = 0

    /// A line an interval, the first one at once.
    package init(interval: Duration) { self.interval = interval }

    /// How many lines were skipped since the last one where this one is to be logged; nil where it is skipped.
    package mutating func take(at now: ContinuousClock.Instant) -> Int? {
        if let lastLine, now - lastLine < interval {
            skippedCount += 1
            return nil
        }
        lastLine = now
        defer { skippedCount = 0 }
        return skippedCount
    }
}
