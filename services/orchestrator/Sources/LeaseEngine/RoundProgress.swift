internal import Reduction

/// Who owes what of one round, and what of it is covered.
struct RoundProgress: Sendable {
    struct Lease: Sendable {
        let trainer: TrainerID
        let leaves: Leaves
        let grantedAt: Duration
        let deadline: Duration
        var offersMissing: Int
    }

    let round: Round
    let leafCount: Int
    private(set) var coverage: [Coverage]
    /// Leases whose trainers still owe something; others have pushed all, were given up, or their trainers are gone.
    var leases: [UInt64: Lease] = [:]
    /// Leaves that nobody owes because there is nobody to owe them.
    var orphaned: [(leaves: Leaves, reason: Grant.Reason)]
    /// When its parameters were there; leases can't be worked on before.
    var startedAt: Duration?

    init(_ round: Round, leafCount: Int, bucketCount: Int) {
        self.round = round
        self.leafCount = leafCount
        coverage = Array(
            repeating: Coverage(leafCount: leafCount), count: round.phase == .training ? bucketCount : 1)
        orphaned = [(Leaves(0..<leafCount), .firstTime)]
    }

    var isComplete: Bool { coverage.allSatisfy(\.isComplete) }

    mutating func accept(_ node: NodeInterval, bucket: Int) -> Admission {
        coverage[bucket].accept(node)
    }

    /// Whether every bucket covers all of `leaves`.
    func covers(_ leaves: Leaves) -> Bool {
        coverage.allSatisfy { $0.uncovered(in: leaves).isEmpty }
    }

    /// What is still missing of `leaves` in some bucket and not owed under any lease, cut so that each bucket covers
    /// all or none of each piece: then no node of a piece can overlap with what is covered.
    func missing(in leaves: Leaves) -> [Leaves] {
        var cuts: Set<Int> = [leaves.first, leaves.end]
        for bucket in coverage {
            for gap in bucket.uncovered(in: leaves) {
                cuts.insert(gap.first)
                cuts.insert(gap.end)
            }
        }
        for lease in leases.values {
            if let owed = lease.leaves.intersection(leaves) {
                cuts.insert(owed.first)
                cuts.insert(owed.end)
            }
        }
        let ordered = cuts.sorted()
        return zip(ordered, ordered.dropFirst()).compactMap { first, end in
            let piece = Leaves(first..<end)
            let isOwed = leases.values.contains { $0.leaves.overlaps(piece) }
            return covers(piece) || isOwed ? nil : piece
        }
    }
}
