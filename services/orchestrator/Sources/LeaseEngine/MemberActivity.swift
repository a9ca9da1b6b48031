/// What a trainer that was ever a member is doing.
public enum MemberActivity: String, Hashable, Sendable, CaseIterable {
    /// It owes something under a lease.
    case working
    /// It is there and owes nothing.
    case idle
    /// It let a deadline pass and was not heard of since.
    case late
    /// It has left, or was lost.
    case gone
}

extension LeaseEngine {
    /// What each trainer is doing.
    public var activities: [TrainerID: MemberActivity] {
        let leases = (current?.activeLeases ?? []) + (ahead?.activeLeases ?? [])
        let owing = Set(leases.map(\.trainer))
        return members.reduce(into: [:]) { activities, member in
            let (trainer, record) = member
            activities[trainer] =
                !record.isPresent ? .gone : record.isLate ? .late : owing.contains(trainer) ? .working : .idle
        }
    }
}
