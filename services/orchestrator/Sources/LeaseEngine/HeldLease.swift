internal import Reduction

/// A lease: one node of a round's tree that one trainer is to compute.
///
/// It is kept after it is over: what comes late still counts if it comes first.
struct HeldLease: Sendable {
    /// What becomes of a lease.
    enum State: Hashable, Sendable {
        /// Its trainer is expected to push its node.
        case active
        /// Its trainer pushed all of it, or nobody needs it any more.
        case done
        /// Its trainer left, is silent or late: the node is somebody else's.
        case givenUp
        /// Its trainer was told to drop it.
        case revoked
    }

    let id: UInt64
    let trainer: TrainerID
    let node: NodeInterval
    let deadline: Duration
    /// When it was granted, or its deadline was set anew.
    var grantedAt: Duration
    var state = State.active
    /// The buckets in which its trainer has pushed the node.
    var answered: BucketSet
}
