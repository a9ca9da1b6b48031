/// How fast a run has been lately: over the last ten seconds of training.
package struct RateWindow: Sendable {
    private struct Mark {
        let elapsed: Double
        let steps: UInt64
        let samples: UInt64
    }

    private static let length = 10.0
    private var marks: [Mark] = []

    /// Nothing known.
    package init() {}

    /// Takes note of how far a process has come, `elapsed` seconds after its first lease.
    package mutating func note(elapsed: Double, steps: UInt64, samples: UInt64) {
        guard elapsed > marks.last?.elapsed ?? 0 else { return }
        marks.append(Mark(elapsed: elapsed, steps: steps, samples: samples))
        while marks.count > 2, elapsed - marks[1].elapsed >= Self.length { marks.removeFirst() }
    }

    /// Steps a second; nil where none were made.
    package var stepsPerSecond: Double? { rate { Double($0.steps) } }

    /// Samples a second; nil where none were trained.
    package var samplesPerSecond: Double? { rate { Double($0.samples) } }

    private func rate(_ value: (Mark) -> Double) -> Double? {
        guard let last = marks.last else { return nil }
        let first = marks.count > 1 ? marks[0] : Mark(elapsed: 0, steps: 0, samples: 0)
        let rate = (value(last) - value(first)) / (last.elapsed - first.elapsed)
        return rate > 0 ? rate : nil
    }
}
