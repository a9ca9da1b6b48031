internal import Reduction

/// Who owes what of one round, and what of it is covered.
///
/// Every leaf that is not covered in every bucket is owed under an active lease or pending: that is what keeps a run
/// from hanging.
struct RoundProgress: Sendable {
    /// A node that counts in one bucket, and whose it is.
    struct Contribution: Sendable {
        let node: NodeInterval
        let trainer: TrainerID
    }

    let round: Round
    let leafCount: Int
    private(set) var coverage: [Coverage]
    /// Per bucket, what was accepted.
    private(set) var contributions: [[Contribution]]
    /// All leases of the round, by number.
    var leases: [UInt64: HeldLease] = [:]
    /// Leaves that nobody owes, in order, and why they are to be leased.
    private(set) var pending: [(leaves: Leaves, reason: Grant.Reason)]
    /// When its parameters were there; leases can't be worked on before.
    var startedAt: Duration?

    init(_ round: Round, leafCount: Int, bucketCount: Int) {
        self.round = round
        self.leafCount = leafCount
        coverage = Array(repeating: Coverage(leafCount: leafCount), count: bucketCount)
        contributions = Array(repeating: [], count: bucketCount)
        pending = [(Leaves(0..<leafCount), .firstTime)]
    }

    /// Whether every leaf is covered in every bucket.
    var isComplete: Bool { coverage.allSatisfy(\.isComplete) }

    /// The leases whose trainers are expected to push something, in the order of granting.
    var activeLeases: [HeldLease] { leases.values.filter { $0.state == .active }.sorted { $0.id < $1.id } }

    /// Decides about a node in one bucket.
    mutating func accept(_ node: NodeInterval, bucket: Int, from trainer: TrainerID) -> Admission {
        let admission = coverage[bucket].accept(node)
        if admission == .accepted { contributions[bucket].append(Contribution(node: node, trainer: trainer)) }
        return admission
    }

    /// Whether every bucket covers all of `leaves`.
    func covers(_ leaves: Leaves) -> Bool {
        coverage.allSatisfy { $0.uncovered(in: leaves).isEmpty }
    }

    /// Leaves that a trainer owes and that aren't covered.
    func load(of trainer: TrainerID) -> Int {
        var count = 0
        for lease in leases.values where lease.state == .active && lease.trainer == trainer {
            for owed in lease.owed { count += uncovered(in: owed).reduce(0) { $0 + $1.count } }
        }
        return count
    }

    /// Takes leaves that are no longer owed: those that some bucket misses and nobody else owes are pending from now.
    mutating func release(_ leaves: Leaves, for reason: Grant.Reason) {
        var free = uncovered(in: leaves)
        for owed in leases.values.filter({ $0.state == .active }).flatMap(\.owed) + pending.map(\.leaves) {
            free = free.flatMap { $0.subtracting(owed) }
        }
        pending = (pending + free.map { ($0, reason) }).sorted { $0.leaves < $1.leaves }
    }

    /// Takes all that is pending, to lease it.
    mutating func takePending() -> [(leaves: Leaves, reason: Grant.Reason)] {
        defer { pending = [] }
        return pending
    }

    /// What some bucket misses of `leaves`, in order, cut so that each bucket covers all or none of each piece: then
    /// no node inside a piece overlaps with what is covered.
    private func uncovered(in leaves: Leaves) -> [Leaves] {
        let gaps = coverage.map { $0.uncovered(in: leaves) }
        let cuts = Set(gaps.joined().flatMap { [$0.first, $0.end] }).sorted()
        return zip(cuts, cuts.dropFirst()).map { Leaves($0..<$1) }.filter { piece in
            gaps.contains { $0.contains { $0.overlaps(piece) } }
        }
    }
}

extension RoundProgress {
    /// Gives up all active leases of a trainer: what it owes and nobody else does is pending from now.
    mutating func giveUpLeases(of trainer: TrainerID, for reason: Grant.Reason) {
        let given = activeLeases.filter { $0.trainer == trainer }
        for lease in given { leases[lease.id]?.state = .givenUp }
        for leaves in given.flatMap(\.owed) { release(leaves, for: reason) }
    }
}
