package import LeaseEngine

/// How far each member may push a step's buckets: what bounds the memory of nodes that wait for their siblings.
///
/// Buckets are reduced in one global order. The front is the first bucket that isn't complete. A member with n nodes in a
/// step has credit for the buckets from the front on whose nodes of its make up at most the window, and always for the
/// front itself.
///
/// No step can hang on credit, whoever dies, joins late or is leased work again: every leaf that the front misses is owed
/// by somebody (the lease engine's own invariant), whoever owes it has credit for the front, and a trainer computes all
/// its leases without any credit. So nobody waits for another one's push to make its own in the front; once all of them
/// are made, the front moves on, and everyone's credit with it. Credit is never taken back within a step, so a push that
/// is on its way is never wrong; a member that comes or is given more gets what the front is then.
///
/// It bounds what a member can have pushed into buckets that aren't complete to the window, or to one bucket where its
/// nodes of one are more than that. Buckets that are complete hold one sum each, which is the step's gradient.
package struct CreditWindow: Sendable {
    /// How far a member may push from now on.
    package struct Raise: Hashable, Sendable {
        package let trainer: TrainerID
        package let step: UInt64
        /// Nodes of the buckets below this one may be pushed.
        package let buckets: Int

        package init(trainer: TrainerID, step: UInt64, buckets: Int) {
            self.trainer = trainer
            self.step = step
            self.buckets = buckets
        }
    }

    private struct Account {
        var nodes = 0
        var buckets = 0
    }

    private let bucketBytes: [Int]
    private let windowBytes: Int
    private var step: UInt64
    private var front = 0
    /// By the step, of the one under way and of later ones.
    private var accounts: [UInt64: [TrainerID: Account]] = [:]

    /// Starts in front of `step`; a member may have `windowBytes` of gradients waiting.
    package init(bucketSizes: [Int], windowBytes: Int, step: UInt64) {
        bucketBytes = bucketSizes.map { $0 * MemoryLayout<Float>.stride }
        self.windowBytes = windowBytes
        self.step = step
    }

    /// A step begins: those before are over.
    package mutating func begin(_ step: UInt64) {
        self.step = step
        front = 0
        accounts = accounts.filter { $0.key >= step }
    }

    /// What was pushed of the step under way doesn't count: it is reduced anew.
    ///
    /// Credit that was given stays.
    package mutating func restart() { front = 0 }

    /// A member is leased so many more nodes of a step; nil where that gives it no more credit than it has.
    package mutating func lease(_ nodes: Int, of step: UInt64, to trainer: TrainerID) -> Raise? {
        accounts[step, default: [:]][trainer, default: Account()].nodes += nodes
        return raise(trainer, in: step)
    }

    /// The first `front` buckets of the step under way are complete.
    package mutating func advance(front: Int) -> [Raise] {
        guard front > self.front else { return [] }
        self.front = front
        return (accounts[step] ?? [:]).keys.sorted().compactMap { raise($0, in: step) }
    }

    /// A member is gone.
    package mutating func remove(_ trainer: TrainerID) {
        for step in accounts.keys { accounts[step]?[trainer] = nil }
    }

    /// Whether a member may push into a bucket of a step.
    package func covers(_ bucket: Int, of step: UInt64, by trainer: TrainerID) -> Bool {
        bucket < buckets(of: step, for: trainer)
    }

    /// The bucket below which a member may push.
    package func buckets(of step: UInt64, for trainer: TrainerID) -> Int { accounts[step]?[trainer]?.buckets ?? 0 }

    private mutating func raise(_ trainer: TrainerID, in step: UInt64) -> Raise? {
        guard let account = accounts[step]?[trainer] else { return nil }
        let buckets = end(from: step == self.step ? front : 0, nodes: account.nodes)
        guard buckets > account.buckets else { return nil }
        accounts[step]?[trainer]?.buckets = buckets
        return Raise(trainer: trainer, step: step, buckets: buckets)
    }

    private func end(from front: Int, nodes: Int) -> Int {
        var end = min(front + 1, bucketBytes.count)
        var rest = windowBytes - nodes * (front < bucketBytes.count ? bucketBytes[front] : 0)
        while end < bucketBytes.count, nodes * bucketBytes[end] <= rest {
            rest -= nodes * bucketBytes[end]
            end += 1
        }
        return end
    }
}
