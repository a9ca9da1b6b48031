package import LeaseEngine
package import Reduction

/// How far each lease of a step may be pushed: what bounds the memory of nodes that wait for their siblings.
///
/// Buckets are reduced in one global order. The front is the first bucket that isn't complete, and its gap the first leaf
/// that it misses: what lies before that leaf is added up, in a few sums that all members share. A member has credit for
/// its nodes in the order of buckets, and within a bucket of leaves, as long as what they come to behind the gap is no
/// more than the window. And whoever holds the node of the gap always has credit for that one, which makes the sums before
/// the gap grow. What is complete costs nothing.
///
/// No step can hang on credit, whoever dies, joins late or is leased work again: the gap is owed by somebody (the lease
/// engine's own invariant), who has credit for it, and a trainer computes all its leases without any credit. So nobody
/// waits for another one's push to make the one that the front needs next. Credit is never taken back, so a push that is
/// on its way is never wrong.
///
/// It bounds what a member can have pushed into buckets that aren't complete to the window and one node, however many
/// nodes it holds, and what lies before the gap to as many sums of one bucket as the tree is high. Buckets that are
/// complete hold one sum each, which is the step's gradient.
package struct CreditWindow: Sendable {
    /// How far leases of a member may be pushed from now on.
    package struct Raise: Hashable, Sendable {
        package let trainer: TrainerID
        package let leases: [UInt64]
        /// Their nodes in the buckets below this one may be pushed.
        package let buckets: Int

        package init(trainer: TrainerID, leases: [UInt64], buckets: Int) {
            self.trainer = trainer
            self.leases = leases
            self.buckets = buckets
        }
    }

    private struct Allotment {
        let lease: UInt64
        let leaves: Leaves
        var buckets = 0
    }

    private let bucketBytes: [Int]
    private let windowBytes: Int
    private var step: UInt64
    private var front = 0
    private var gap = 0
    /// By the step, of the one under way and of later ones; those of a member in the order of their leaves.
    private var allotments: [UInt64: [TrainerID: [Allotment]]] = [:]
    /// By the step, who was leased something and has no credit for it yet.
    private var waiting: [UInt64: Set<TrainerID>] = [:]

    /// Starts in front of `step`; a member may have `windowBytes` of gradients waiting.
    package init(bucketSizes: [Int], windowBytes: Int, step: UInt64) {
        bucketBytes = bucketSizes.map { $0 * MemoryLayout<Float>.stride }
        self.windowBytes = windowBytes
        self.step = step
    }

    /// A step begins: those before are over.
    package mutating func begin(_ step: UInt64) {
        self.step = step
        (front, gap) = (0, 0)
        allotments = allotments.filter { $0.key >= step }
    }

    /// What was pushed of the step under way doesn't count: it is reduced anew, by the leases that go on and by new ones.
    ///
    /// Credit that was given stays.
    package mutating func restart(keeping active: Set<UInt64>) {
        (front, gap) = (0, 0)
        allotments[step] = allotments[step]?.mapValues { $0.filter { active.contains($0.lease) } }
    }

    /// A member is leased a node of a step; its credit comes with ``raise()``, when all that was leased is known.
    package mutating func lease(_ lease: UInt64, _ leaves: Leaves, of step: UInt64, to trainer: TrainerID) {
        var own = allotments[step]?[trainer] ?? []
        let place = own.firstIndex { leaves < $0.leaves } ?? own.count
        own.insert(Allotment(lease: lease, leaves: leaves), at: place)
        allotments[step, default: [:]][trainer] = own
        waiting[step, default: []].insert(trainer)
    }

    /// The credit of those that were leased something since it was asked for last.
    package mutating func raise() -> [Raise] {
        defer { waiting = [:] }
        return waiting.keys.sorted().flatMap { step in
            (waiting[step] ?? []).sorted().flatMap { raise($0, in: step) }
        }
    }

    /// The first `front` buckets of the step under way are complete, and the next one up to the leaf `gap`.
    package mutating func advance(front: Int, gap: Int) -> [Raise] {
        guard (self.front, self.gap) < (front, gap) else { return [] }
        (self.front, self.gap) = (front, gap)
        return (allotments[step] ?? [:]).keys.sorted().flatMap { raise($0, in: step) }
    }

    /// A member is gone.
    package mutating func remove(_ trainer: TrainerID) {
        for step in allotments.keys { allotments[step]?[trainer] = nil }
    }

    /// Whether a member may push a lease's node into a bucket of a step.
    package func covers(_ bucket: Int, of lease: UInt64, in step: UInt64, by trainer: TrainerID) -> Bool {
        bucket < (buckets(of: lease, in: step, for: trainer) ?? 0)
    }

    /// The bucket below which a member may push a lease's node, nil where it holds no such lease.
    package func buckets(of lease: UInt64, in step: UInt64, for trainer: TrainerID) -> Int? {
        allotments[step]?[trainer]?.first { $0.lease == lease }?.buckets
    }

    // MARK: Giving credit

    private mutating func raise(_ trainer: TrainerID, in step: UInt64) -> [Raise] {
        guard let before = allotments[step]?[trainer], before.contains(where: { $0.buckets < bucketBytes.count }) else {
            return []
        }
        let (front, gap) = step == self.step ? (self.front, self.gap) : (0, 0)
        var own = before
        for index in own.indices {
            let holdsGap = own[index].leaves.first <= gap && gap < own[index].leaves.end
            own[index].buckets = max(own[index].buckets, holdsGap ? min(front + 1, bucketBytes.count) : front)
        }
        fill(&own, front: front, gap: gap)
        allotments[step]?[trainer] = own
        let raised = zip(before, own).filter { $0.buckets < $1.buckets }.map(\.1)
        return Dictionary(grouping: raised, by: \.buckets).sorted { $0.key < $1.key }.map { buckets, allotments in
            Raise(trainer: trainer, leases: allotments.map(\.lease), buckets: buckets)
        }
    }

    /// Gives credit for one bucket after the other, as far as the window reaches.
    private func fill(_ own: inout [Allotment], front: Int, gap: Int) {
        var held = own.reduce(0) { sum, allotment in
            sum + (front..<max(front, allotment.buckets)).reduce(0) { $0 + cost(of: allotment, in: $1, front, gap) }
        }
        for bucket in front..<bucketBytes.count {
            for index in own.indices where own[index].buckets <= bucket {
                let cost = cost(of: own[index], in: bucket, front, gap)
                guard cost == 0 || held + cost <= windowBytes else { return }
                held += cost
                own[index].buckets = bucket + 1
            }
        }
    }

    /// What a node may come to in a bucket that isn't complete; nothing where it is before the gap.
    private func cost(of allotment: Allotment, in bucket: Int, _ front: Int, _ gap: Int) -> Int {
        bucket == front && allotment.leaves.end <= gap ? 0 : bucketBytes[bucket]
    }
}
