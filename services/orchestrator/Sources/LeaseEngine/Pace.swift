/// How fast a trainer is: what its leases were measured to take, in training steps and in evaluations.
public struct Pace: Hashable, Sendable {
    private var training: MeasuredSpeed?
    private var evaluation: MeasuredSpeed?

    /// Nothing known yet.
    package init() {}

    /// Leaves a second, once measured.
    package subscript(phase: Round.Phase) -> MeasuredSpeed? {
        switch phase {
        case .training: training
        case .evaluation: evaluation
        }
    }

    /// Takes a measurement into the mean: `leafCount` leaves were done within `elapsed`.
    package mutating func measure(_ phase: Round.Phase, leafCount: Int, elapsed: Duration, by policy: LeasePolicy) {
        let newest = MeasuredSpeed(leafCount: leafCount, elapsed: elapsed, hiccup: policy.hiccup)
        var speed = self[phase] ?? newest
        if self[phase] != nil { speed.take(newest, weight: policy.speedWeight) }
        set(phase, speed)
    }

    /// Takes note that `leafCount` leaves were not done within `elapsed`.
    package mutating func bound(_ phase: Round.Phase, leafCount: Int, elapsed: Duration, by policy: LeasePolicy) {
        let most = MeasuredSpeed(leafCount: leafCount, elapsed: elapsed, hiccup: policy.hiccup)
        var speed = self[phase] ?? most
        speed.bound(by: most)
        set(phase, speed)
    }

    private mutating func set(_ phase: Round.Phase, _ speed: MeasuredSpeed) {
        switch phase {
        case .training: training = speed
        case .evaluation: evaluation = speed
        }
    }
}
