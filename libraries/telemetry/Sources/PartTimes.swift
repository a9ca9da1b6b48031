/// The parts that the time of a step, or of a lease, is split into.
public enum WorkPart: String, MetricLabel {
    /// For others: for gradients, or for leases, parameters and data.
    case wait
    /// The work itself: the optimiser, or forward and backward.
    case compute
    /// Adding gradients.
    case reduce
    /// Handing what came of it to the connections.
    case send

    /// The label's name.
    public static let name = "part"
}

/// How the time of one piece of work splits into parts: each moment counts for the part that ends behind it.
public struct PartTimes: Sendable {
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant
    private var times: [WorkPart: Duration] = [:]

    /// Begins now.
    public init() {
        last = clock.now
    }

    /// A part ends now: it took all the time since the end of the one before.
    public mutating func end(_ part: WorkPart) {
        let now = clock.now
        times[part, default: .zero] += now - last
        last = now
    }

    /// What a part has taken so far.
    public subscript(part: WorkPart) -> Duration { times[part] ?? .zero }

    /// The piece of work is done: each of its parts is one observation, and the next piece begins.
    public mutating func finish(into histograms: Labelled<WorkPart, Histogram>) {
        for part in WorkPart.allCases { histograms[part].observe(times[part] ?? .zero) }
        times = [:]
    }
}
