/// How leases are handed out, and how long anybody is waited for.
///
/// Nothing in it changes a run's result.
public struct LeasePolicy: Hashable, Sendable {
    /// The members that a run waits for before its first lease.
    public var minimumTrainers: Int
    /// A member of which nothing was heard for longer than this is silent, however long a step takes: what it owes is
    /// leased again.
    public var silenceLimit: Duration
    /// Where steps are short, a member is silent sooner, but not before this.
    ///
    /// Twice what may lie between two signs of a trainer that sends one every 250 ms.
    public var shortestSilence: Duration
    /// No lease is given up sooner than this while its trainer is heard of.
    public var shortestDeadline: Duration
    /// How many times the expected duration a lease may take.
    public var patience: Double
    /// The deadline of a lease of which nobody knows how long it takes, because no speed has been measured yet.
    public var firstDeadline: Duration
    /// How long a member that let a deadline pass gets no leases; doubled each time, up to ``longestLateness``, until
    /// it pushes something.
    public var shortestLateness: Duration
    /// The longest that a late member gets no leases without being tried again.
    public var longestLateness: Duration
    /// The weight of the newest measurement in a trainer's speed, above 0 and at most 1.
    public var speedWeight: Double
    /// By how much a single measured time may be wrong: a busy machine's scheduler keeps a thread waiting for so long.
    ///
    /// How much the times of a trainer really vary shows by and by.
    public var hiccup: Duration
    /// A straggler's lease is given to idle trainers as well when it is expected to take longer than this many times
    /// what they would need.
    public var helpMargin: Double
    /// Nobody is helped who would hold up the round by less than this, and no round divided anew for less.
    ///
    /// What a busy machine's scheduler keeps a thread waiting now and then: who is later by less may be as fast as the
    /// others, and its work would be computed and pushed twice for nothing.
    public var helpFloor: Duration
    /// Leases of a round that nobody has begun are divided anew when that makes the round shorter by this factor.
    public var rebalanceGain: Double
    /// How long a trainer that is left out is let alone before it is tried again; doubled each time, up to
    /// ``longestTrialDelay``.
    public var shortestTrialDelay: Duration
    /// The longest that a trainer that is left out is let alone.
    public var longestTrialDelay: Duration
    /// The share of a step's leaves that a second trainer recomputes, from 0 to 1.
    public var auditShare: Double
    /// Fixes, with step and leaf, which leaves are audited.
    public var auditSeed: UInt64
    /// How long two trainers that disagree wait for a third to arbitrate before the run fails.
    public var arbitrationPatience: Duration

    /// Creates a policy.
    public init(
        minimumTrainers: Int = 1, silenceLimit: Duration = .milliseconds(1500),
        shortestSilence: Duration = .seconds(1), shortestDeadline: Duration = .seconds(5), patience: Double = 10,
        firstDeadline: Duration = .seconds(60),
        shortestLateness: Duration = .seconds(5), longestLateness: Duration = .seconds(60),
        speedWeight: Double = 0.3, hiccup: Duration = .milliseconds(20), helpMargin: Double = 2,
        helpFloor: Duration = .milliseconds(20),
        rebalanceGain: Double = 1.25, shortestTrialDelay: Duration = .milliseconds(20),
        longestTrialDelay: Duration = .milliseconds(250), auditShare: Double = 0, auditSeed: UInt64 = 0,
        arbitrationPatience: Duration = .seconds(10)
    ) {
        self.minimumTrainers = minimumTrainers
        self.silenceLimit = silenceLimit
        self.shortestSilence = shortestSilence
        self.shortestDeadline = shortestDeadline
        self.patience = patience
        self.firstDeadline = firstDeadline
        self.shortestLateness = shortestLateness
        self.longestLateness = longestLateness
        self.speedWeight = speedWeight
        self.hiccup = hiccup
        self.helpMargin = helpMargin
        self.helpFloor = helpFloor
        self.rebalanceGain = rebalanceGain
        self.shortestTrialDelay = shortestTrialDelay
        self.longestTrialDelay = longestTrialDelay
        self.auditShare = auditShare
        self.auditSeed = auditSeed
        self.arbitrationPatience = arbitrationPatience
    }

    /// After which silence a member is silent, where the last training step took `stepTime`: twice that, within bounds.
    ///
    /// A member that is silent holds up the step by what it takes to notice; one that is wrongly taken for it has its
    /// work done twice. Both are measured in steps.
    package func silence(stepTime: Duration?) -> Duration {
        guard let stepTime else { return silenceLimit }
        return min(silenceLimit, max(shortestSilence, stepTime * 2))
    }

    /// How long a trainer may take for some leaves, at its speed in leaves a second where one is known.
    package func deadline(leafCount: Int, speed: Double?) -> Duration {
        guard let speed else { return max(shortestDeadline, firstDeadline) }
        // A year is for ever, and keeps a very low speed from overflowing.
        let seconds = min(Double(leafCount) / speed * patience, 31_557_600)
        return max(shortestDeadline, .seconds(seconds))
    }

    /// How long a member that was late `count` times in a row, at least once, gets no leases.
    package func lateness(_ count: Int) -> Duration {
        min(longestLateness, shortestLateness * (1 << min(max(count, 1) - 1, 16)))
    }
}
