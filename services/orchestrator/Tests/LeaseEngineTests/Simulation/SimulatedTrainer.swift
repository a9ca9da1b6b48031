import LeaseEngine

/// A trainer that computes one lease after the other, the lowest round first, once the round's parameters are there.
struct SimulatedTrainer {
    /// In what way it computes wrongly.
    enum Lie {
        /// Every value of its is wrong.
        case always
        /// Every other value.
        case sometimes
        /// Every value of its is not finite.
        case notFinite
    }

    let name: String
    let index: Int
    /// Leaves a second, when it isn't slowed down.
    let speed: Double
    var lie: Lie?
    /// Nil while it is not a member.
    var membership: TrainerID?
    /// Counts the connections: what was on its way through an older one is lost.
    var connection = 0
    /// Counts the lives: what it was at when it died is lost.
    var life = 0
    var leases: [Grant] = []
    /// The leases that it was told to drop; a lease may come after that.
    var revoked: Set<UInt64> = []
    /// The round that its parameters are for.
    var parameters: Round?
    var isBusy = false
    /// What it is at, and from when to when.
    var work: (grant: Grant, start: Double, end: Double)?
    /// Counts what it was at: what it dropped never ends.
    var workCount = 0
    var isGoneForGood = false
    /// Until when nothing happens in it.
    var frozenUntil = 0.0
    /// Until when nothing comes through, either way.
    var outBlockedUntil = 0.0
    var inBlockedUntil = 0.0
    var slowUntil = 0.0
    /// When something of it came through last.
    var lastArrival = 0.0

    init(name: String, index: Int, speed: Double) {
        self.name = name
        self.index = index
        self.speed = speed
    }

    /// Whether it could do something at `now`.
    func isAtWork(at now: Double) -> Bool {
        membership != nil && frozenUntil <= now && outBlockedUntil <= now && inBlockedUntil <= now
    }

    /// The lease to work on next, if there is one to work on.
    mutating func takeNext() -> Grant? {
        guard let parameters else { return nil }
        leases.removeAll { revoked.contains($0.id) || $0.round.step < parameters.step }
        var next: Int?
        for index in leases.indices where leases[index].round.step == parameters.step {
            if next.map({ leases[index].id < leases[$0].id }) ?? true { next = index }
        }
        return next.map { leases.remove(at: $0) }
    }
}
