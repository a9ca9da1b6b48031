import LeaseEngine

/// What came of a simulated run.
struct SimulationReport: Equatable {
    /// The root of every bucket of every round, in order.
    var roots: [UInt64] = []
    var steps = 0
    var evaluations = 0
    var orchestratorRestarts = 0
    var deaths = 0
    /// Leases that trainers dropped while they were at them.
    var drops = 0
    var refused: UInt64 = 0
    var leasesIssued: UInt64 = 0
    var leasesReissued: UInt64 = 0
    var leasesRevoked: UInt64 = 0
    /// Leases that only show how fast somebody is.
    var trials = 0
    var duplicatesCompared = 0
    /// Nodes that were added, in all buckets.
    var nodesAdded = 0
    /// Leaves that trainers computed.
    var leavesComputed = 0
    var microBatches: [String: UInt64] = [:]
    var redone: [RunAccount.Redone: UInt64] = [:]
    var auditsDone: UInt64 = 0
    var auditsWaived: UInt64 = 0
    var roundsRedone: UInt64 = 0
    var expelled: Set<String> = []
    var silences: UInt64 = 0
    var fault: Fault?
    /// How late a silent trainer was noticed at most, in seconds since it fell silent.
    var slowestNotice = 0.0
    /// The longest time without anything coming in while somebody was at work, in seconds.
    var longestStall = 0.0
    var trainers = 0
    var seconds = 0.0
}
