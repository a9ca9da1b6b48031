internal import Reduction

/// A lease and what its trainer still owes under it.
///
/// It is kept until its round ends: what comes late still counts if it comes first.
struct HeldLease: Sendable {
    /// What becomes of a lease.
    enum State {
        /// Its trainer is expected to push what it owes.
        case active
        /// All it was for is covered, or was pushed in vain.
        case done
        /// Its trainer left or is late: what was owed is somebody else's.
        case givenUp
    }

    let id: UInt64
    let trainer: TrainerID
    let leaves: Leaves
    let deadline: Duration
    /// When it was granted, or its deadline was set anew.
    var grantedAt: Duration
    /// The leaves that its trainer will still push, or has pushed and are covered.
    var owed: [Leaves]
    var state = State.active

    init(id: UInt64, trainer: TrainerID, leaves: Leaves, deadline: Duration, grantedAt: Duration) {
        self.id = id
        self.trainer = trainer
        self.leaves = leaves
        self.deadline = deadline
        self.grantedAt = grantedAt
        owed = [leaves]
    }
}
