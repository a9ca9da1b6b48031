/// How fast a trainer is: a running mean over the leases it finished, in training steps and in evaluations.
public struct Pace: Hashable, Sendable {
    private var training: Double?
    private var evaluation: Double?

    /// Nothing known yet.
    package init() {}

    /// Leaves a second, once measured.
    public subscript(phase: Round.Phase) -> Double? {
        switch phase {
        case .training: training
        case .evaluation: evaluation
        }
    }

    /// Takes a measurement into the mean: `leafCount` leaves were done within `elapsed`.
    package mutating func measure(_ phase: Round.Phase, leafCount: Int, elapsed: Duration, weight: Double) {
        let newest = Self.speed(leafCount, elapsed)
        let before = self[phase] ?? newest
        set(phase, before + weight * (newest - before))
    }

    /// Takes note that `leafCount` leaves were not done within `elapsed`.
    package mutating func bound(_ phase: Round.Phase, leafCount: Int, elapsed: Duration) {
        let most = Self.speed(leafCount, elapsed)
        set(phase, min(self[phase] ?? most, most))
    }

    private mutating func set(_ phase: Round.Phase, _ speed: Double) {
        switch phase {
        case .training: training = speed
        case .evaluation: evaluation = speed
        }
    }

    /// Leaves a second; nothing is faster than a leaf a microsecond.
    private static func speed(_ leafCount: Int, _ elapsed: Duration) -> Double {
        Double(leafCount) / max(elapsed.inSeconds, Double(leafCount) * 1e-6)
    }
}
