import LeaseEngine

/// A trainer that computes one lease after the other, the lowest round first, once the round's parameters are there.
struct SimulatedTrainer {
    let name: String
    /// Leaves a second.
    let speed: Double
    /// Nil while it is not a member.
    var membership: TrainerID?
    var leases: [Grant] = []
    /// The steps that its parameters come from.
    var parameters: UInt64 = 0
    var isBusy = false
    /// Counts what makes messages under way worthless: it died, or its connection broke.
    var life = 0

    /// The lease to work on next, if there is one to work on.
    mutating func takeNext() -> Grant? {
        leases.removeAll { $0.round.step < parameters }
        let ready = leases.indices.filter { leases[$0].round.step <= parameters }
        guard let next = ready.min(by: { leases[$0].id < leases[$1].id }) else { return nil }
        return leases.remove(at: next)
    }
}
