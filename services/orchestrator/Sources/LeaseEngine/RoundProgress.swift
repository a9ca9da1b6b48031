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
        let lease: UInt64
    }

    /// Leaves that nobody owes, and why they are to be leased.
    struct Pending: Sendable {
        let leaves: Leaves
        let reason: Grant.Reason
    }

    let round: Round
    let leafCount: Int
    let bucketCount: Int
    /// The leaves that are audited from the start, in order.
    let auditedLeaves: [Int]
    private(set) var coverage: [Coverage]
    /// Per bucket, what was accepted.
    private(set) var contributions: [[Contribution]]
    /// By number: those active, and so many that are over.
    private(set) var leases: [UInt64: HeldLease] = [:]
    /// The leases whose trainers are expected to push something, in the order of granting.
    private(set) var activeIDs: [UInt64] = []
    /// The leases that are over and still known, in the order of ending.
    private var endedIDs: [UInt64] = []
    /// Leaves that nobody owes, in order.
    private(set) var pending: [Pending]
    /// In the order of their nodes.
    var audits: [Audit] = []
    /// Whether each node is to be said by two trainers.
    var isCareful = false
    /// When its parameters were there; leases can't be worked on before.
    var startedAt: Duration?

    init(_ round: Round, leafCount: Int, bucketCount: Int, auditedLeaves: [Int] = []) {
        self.round = round
        self.leafCount = leafCount
        self.bucketCount = bucketCount
        self.auditedLeaves = auditedLeaves
        coverage = Array(repeating: Coverage(leafCount: leafCount), count: bucketCount)
        contributions = Array(repeating: [], count: bucketCount)
        pending = [Pending(leaves: Leaves(0..<leafCount), reason: .firstTime)]
        audits = auditedLeaves.map {
            Audit(.leaf($0, of: leafCount), cause: .planned, bucketCount: bucketCount)
        }
    }

    /// The most leases that are kept after they are over: later pushes under older ones are refused.
    var endedLimit: Int { 2 * leafCount + 64 }

    /// Whether every leaf is covered in every bucket.
    var isCovered: Bool { coverage.allSatisfy(\.isComplete) }

    /// The leases whose trainers are expected to push something, in the order of granting.
    var activeLeases: [HeldLease] { activeIDs.compactMap { leases[$0] } }

    /// Whether anything of the round was pushed.
    var isTouched: Bool { coverage.contains { $0.coveredCount > 0 } }

    /// Whether every bucket covers all of `leaves`.
    func covers(_ leaves: Leaves) -> Bool {
        coverage.allSatisfy { $0.uncovered(in: leaves).isEmpty }
    }

    /// Leaves that a trainer is to compute.
    func load(of trainer: TrainerID) -> Int {
        activeIDs.reduce(0) { sum, id in
            guard let lease = leases[id], lease.trainer == trainer else { return sum }
            return sum + lease.node.count
        }
    }

    /// Decides about a lease's node in one bucket.
    mutating func accept(_ lease: HeldLease, bucket: Int, from trainer: TrainerID) -> Admission {
        let admission = coverage[bucket].accept(lease.node)
        if admission == .accepted {
            contributions[bucket].append(Contribution(node: lease.node, trainer: trainer, lease: lease.id))
        }
        return admission
    }

    // MARK: Leases

    /// Takes up a lease.
    mutating func add(_ lease: HeldLease) {
        leases[lease.id] = lease
        activeIDs.append(lease.id)
    }

    /// Takes note of a push under a lease; true when it was the last one expected.
    mutating func answer(_ id: UInt64, bucket: Int) -> Bool {
        guard var lease = leases.removeValue(forKey: id) else { return false }
        let before = lease.answered.count
        lease.answered.insert(bucket)
        leases[id] = lease
        return before < bucketCount && lease.answered.count == bucketCount
    }

    /// Sets a lease's deadline anew.
    mutating func extend(_ id: UInt64, at now: Duration) { leases[id]?.grantedAt = now }

    /// Ends an active lease; what it was for is the caller's to release.
    mutating func end(_ id: UInt64, as state: HeldLease.State) {
        guard leases[id]?.state == .active, let position = activeIDs.firstIndex(of: id) else { return }
        activeIDs.remove(at: position)
        leases[id]?.state = state
        endedIDs.append(id)
        if endedIDs.count > endedLimit { leases[endedIDs.removeFirst()] = nil }
    }

    /// A lease that was given up is never its trainer's again.
    mutating func forget(_ id: UInt64) { leases[id]?.state = .revoked }

    /// Makes a lease active again that was given up, because nobody else was given its node.
    mutating func reinstate(_ id: UInt64, at now: Duration) {
        guard let lease = leases[id], let position = endedIDs.firstIndex(of: id) else { return }
        endedIDs.remove(at: position)
        leases[id]?.state = .active
        leases[id]?.grantedAt = now
        activeIDs.append(id)
        activeIDs.sort()
        pending = pending.flatMap { pending in
            pending.leaves.subtracting(lease.node.leaves).map { Pending(leaves: $0, reason: pending.reason) }
        }
    }

    /// Whether all of `leaves` is pending.
    func isPending(_ leaves: Leaves) -> Bool {
        pending.reduce(0) { $0 + ($1.leaves.intersection(leaves)?.count ?? 0) } == leaves.count
    }

    /// Takes leaves that are no longer owed: those that some bucket misses and nobody else owes are pending from now.
    mutating func release(_ leaves: Leaves, for reason: Grant.Reason) {
        var free = uncovered(in: leaves)
        guard !free.isEmpty else { return }
        for id in activeIDs {
            if let lease = leases[id] { free = free.flatMap { $0.subtracting(lease.node.leaves) } }
        }
        for other in pending { free = free.flatMap { $0.subtracting(other.leaves) } }
        guard !free.isEmpty else { return }
        pending += free.map { Pending(leaves: $0, reason: reason) }
        pending.sort { $0.leaves < $1.leaves }
    }

    /// Takes all that is pending, to lease it.
    mutating func takePending() -> [Pending] {
        defer { pending = [] }
        return pending
    }

    /// What some bucket misses of `leaves`, in order, cut so that each bucket covers all or none of each piece: then
    /// no node inside a piece overlaps with what is covered.
    func uncovered(in leaves: Leaves) -> [Leaves] {
        let gaps = coverage.map { $0.uncovered(in: leaves) }
        if gaps.count == 1 { return gaps[0] }
        let cuts = Set(gaps.joined().flatMap { [$0.first, $0.end] }).sorted()
        return zip(cuts, cuts.dropFirst()).map { Leaves($0..<$1) }.filter { piece in
            gaps.contains { $0.contains { $0.overlaps(piece) } }
        }
    }

    /// Drops all that was pushed: every leaf is owed under an active lease of which nothing was pushed, or pending.
    mutating func reset(for reason: Grant.Reason) {
        coverage = Array(repeating: Coverage(leafCount: leafCount), count: bucketCount)
        contributions = Array(repeating: [], count: bucketCount)
        pending = []
        for lease in activeLeases where lease.answered.count > 0 { end(lease.id, as: .done) }
        release(Leaves(0..<leafCount), for: reason)
        audits.removeAll { $0.cause != .planned }
        for index in audits.indices { audits[index].reopen() }
    }
}
