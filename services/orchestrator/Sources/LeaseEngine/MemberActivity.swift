/// What a trainer that was ever a member is doing.
public enum MemberActivity: String, Hashable, Sendable, CaseIterable {
    /// It owes something under a lease.
    case working
    /// It is there and owes nothing.
    case idle
    /// It let a deadline pass and has pushed nothing since.
    case late
    /// It is a member, but nothing was heard of it for a while.
    case silent
    /// It has left, was lost, or was expelled.
    case gone
}
