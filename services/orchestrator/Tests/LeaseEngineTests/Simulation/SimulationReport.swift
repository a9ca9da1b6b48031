/// What came of a simulated run.
struct SimulationReport: Equatable {
    /// The root of every bucket of every round, in order.
    var roots: [UInt64] = []
    var steps = 0
    var evaluations = 0
    var restarts = 0
    var deaths = 0
    var refused: UInt64 = 0
    var leasesIssued: UInt64 = 0
    var leasesReissued: UInt64 = 0
    var duplicatesCompared = 0
    /// Nodes that were added, in all buckets.
    var nodesAdded = 0
    var microBatches: [String: UInt64] = [:]
    var seconds = 0.0
}
