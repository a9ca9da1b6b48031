internal import Reduction

/// What is known of one member of a run.
public struct MemberRecord: Hashable, Sendable {
    /// A lease that others completed while its trainer was at it: it is still busy until it pushes something.
    struct Unanswered: Hashable, Sendable {
        let lease: UInt64
        let phase: Round.Phase
        let leafCount: Int
        let start: Duration
        let deadline: Duration
    }

    /// One leaf that somebody else computes as well: its value doesn't count, the time that it takes does.
    struct Trial: Hashable, Sendable {
        let lease: UInt64
        let round: Round
        let leaves: Leaves
        let start: Duration
        var answered: BucketSet
    }

    /// Its name, for logs and the account.
    public let name: String
    /// Whether it is a member now.
    public internal(set) var isPresent = true
    /// Whether it is a member of which nothing was heard for too long; it gets no leases.
    public internal(set) var isSilent = false
    /// Until when it gets no leases because it let a deadline pass; nil once it has pushed something.
    public internal(set) var lateUntil: Duration?
    /// When something was last heard of it.
    public internal(set) var lastHeard: Duration
    /// How fast it is.
    public internal(set) var pace = Pace()
    /// How often in a row it was late.
    var latenessCount = 0
    /// When it last finished a lease, or joined: it can't have begun the next one before.
    var freeSince: Duration
    var unanswered: Unanswered?
    /// What it was asked for last to see how fast it is.
    var trial: Trial?
    /// After how long it is tried again, and when that is.
    var trialDelay: RetryDelay
    var nextTrial = Duration.zero

    init(name: String, joinedAt: Duration, trialDelay: RetryDelay) {
        self.name = name
        self.trialDelay = trialDelay
        lastHeard = joinedAt
        freeSince = joinedAt
    }

    /// Whether it let a deadline pass and has pushed nothing since.
    public var isLate: Bool { lateUntil != nil }

    /// Micro-batches a second, once measured.
    public var speed: Double? { pace[.training]?.mean }
}
