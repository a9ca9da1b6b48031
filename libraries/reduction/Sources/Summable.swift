/// What a node of the tree can carry.
///
/// The addition need not be associative nor commute: the tree fixes which value stands left of which, so one step has
/// one sum. A value with a large buffer is best a class, or holds one: the tree moves its values and never copies them.
public protocol Summable {
    /// Makes this value, the left one, `self + right`.
    mutating func add(right: consuming Self)

    /// Whether both values are the same bit for bit: a NaN equals itself, and 0 differs from -0.
    func hasSameBits(as other: Self) -> Bool
}
