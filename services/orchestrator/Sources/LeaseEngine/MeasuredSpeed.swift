/// How many leaves a second somebody does: a running mean, and how far single measurements lie from it.
package struct MeasuredSpeed: Hashable, Sendable {
    /// Leaves a second.
    package private(set) var mean: Double
    /// By how much a measurement differs from the mean, on the average.
    package private(set) var deviation: Double

    /// A speed of which the deviation is known.
    package init(mean: Double, deviation: Double = 0) {
        self.mean = mean
        self.deviation = deviation
    }

    /// What one measurement tells: `leafCount` leaves were done within `elapsed`, of which `hiccup` may have been no
    /// work of theirs.
    package init(leafCount: Int, elapsed: Duration, hiccup: Duration) {
        // Nothing is faster than a leaf a microsecond.
        let seconds = max(elapsed.inSeconds, Double(leafCount) * 1e-6)
        mean = Double(leafCount) / seconds
        deviation = mean * hiccup.inSeconds / (seconds + hiccup.inSeconds)
    }

    /// Takes a measurement into mean and deviation with a weight above 0 and at most 1.
    package mutating func take(_ newest: MeasuredSpeed, weight: Double) {
        let difference = newest.mean - mean
        mean += weight * difference
        deviation += weight * (abs(difference) - deviation)
    }

    /// Takes note that it was no faster than `most` at last.
    package mutating func bound(by most: MeasuredSpeed) {
        if most.mean < mean { self = most }
    }
}
