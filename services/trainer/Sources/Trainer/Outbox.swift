internal import Reduction
internal import WireProtocol

/// What a trainer has computed of a step and not pushed in every bucket, because its credit doesn't reach so far.
///
/// Holds no more than the leases of one step: those of another one are no longer worth pushing.
struct Outbox {
    /// The nodes of one lease.
    struct Parcel {
        let lease: LeaseGrant
        let nodes: [(node: NodeInterval, value: GradientBuffer)]
        /// The first bucket that isn't pushed.
        fileprivate(set) var bucket = 0

        init(lease: LeaseGrant, nodes: [(node: NodeInterval, value: GradientBuffer)]) {
            self.lease = lease
            self.nodes = nodes
        }
    }

    private var parcels: [Parcel] = []
    private let bucketCount: Int

    init(bucketCount: Int) { self.bucketCount = bucketCount }

    /// What isn't pushed in every bucket.
    var pending: [WorkBoard.Pending] {
        parcels.map { WorkBoard.Pending(lease: $0.lease.id, step: $0.lease.step, bucket: $0.bucket) }
    }

    /// Takes up what a lease came to; what is left of another step is dropped.
    mutating func add(_ parcel: Parcel) {
        dropAll(but: parcel.lease.step)
        parcels.append(parcel)
    }

    /// Drops what is left of other steps.
    mutating func dropAll(but step: UInt64) { parcels.removeAll { $0.lease.step != step } }

    /// Takes one lease's nodes in the lowest bucket that isn't pushed and is below the lease's number in `credits`, and
    /// says whether that was all of the lease; nil where there is none.
    mutating func take(within credits: [UInt64: Int]) -> (parcel: Parcel, isLast: Bool)? {
        let payable = parcels.indices.filter { parcels[$0].bucket < credits[parcels[$0].lease.id] ?? 0 }
        guard let index = payable.min(by: { parcels[$0].bucket < parcels[$1].bucket }) else { return nil }
        let parcel = parcels[index]
        parcels[index].bucket += 1
        let isLast = parcels[index].bucket == bucketCount
        if isLast { parcels.remove(at: index) }
        return (parcel, isLast)
    }
}
