/// Tells the members of a run apart; a trainer that comes back is another member.
public struct TrainerID: Hashable, Comparable, Sendable {
    /// Counted in the order of joining.
    public let number: UInt64

    /// Names a member.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// In the order of joining.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
