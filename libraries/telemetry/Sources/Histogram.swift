private import Synchronization

/// Where a histogram's buckets end.
public struct HistogramBounds: Hashable, Sendable {
    /// The buckets' inclusive upper ends, rising; one more without an end is behind the last.
    public let ends: [Double]

    /// Bounds for seconds from 0.1 ms to 100 s: 1, 2.5 and 5 times each power of ten.
    public static let seconds = HistogramBounds(
        ends: [
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50,
            100,
        ])

    /// Creates bounds; `ends` have to rise.
    public init(ends: [Double]) {
        precondition(zip(ends, ends.dropFirst()).allSatisfy(<), "HistogramBounds: expected rising ends, got \(ends)")
        self.ends = ends
    }
}

/// How often values fell into each of several ranges, with their sum.
public final class Histogram: Sendable {
    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: HistogramBounds
    private let state: Mutex<State>

    init(bounds: HistogramBounds) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.ends.count + 1)))
    }

    /// Counts one value.
    public func observe(_ value: Double) {
        let bucket = bounds.ends.firstIndex { value <= $0 } ?? bounds.ends.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    /// Counts one length of time, in seconds.
    public func observe(_ duration: Duration) {
        observe(duration / .seconds(1))
    }

    func samples(labels: [(String, String)]) -> [Sample] {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var samples: [Sample] = []
        var total: UInt64 = 0
        for (count, end) in zip(counts, bounds.ends + [.infinity]) {
            total += count
            samples.append(
                Sample(suffix: "_bucket", labels: labels + [("le", Exposition.number(end))], value: Double(total)))
        }
        samples.append(Sample(suffix: "_sum", labels: labels, value: sum))
        samples.append(Sample(suffix: "_count", labels: labels, value: Double(total)))
        return samples
    }
}
