/// How far this process has come, and how fast.
struct RunPace: Sendable {
    private let clock = ContinuousClock()
    private var startedAt: ContinuousClock.Instant?
    private var finishedAt: ContinuousClock.Instant?
    /// Samples of the steps that this process committed.
    private(set) var samples: UInt64 = 0
    /// Steps that this process committed.
    private(set) var steps: UInt64 = 0
    /// Mean loss of the last step.
    private(set) var loss = Double.nan

    /// The first lease is handed out; later ones change nothing.
    mutating func start() {
        if startedAt == nil { startedAt = clock.now }
    }

    /// A step is committed.
    mutating func commit(samples: UInt64, loss: Double) {
        self.samples += samples
        self.loss = loss
        steps += 1
    }

    /// The last round is over; what follows is no training.
    mutating func finish() { finishedAt = clock.now }

    /// From the first lease to the end, or to now.
    var elapsed: Duration { startedAt.map { (finishedAt ?? clock.now) - $0 } ?? .zero }

    /// Samples a second.
    var samplesPerSecond: Double { elapsed > .zero ? Double(samples) / (elapsed / .seconds(1)) : 0 }
}
