/// Neighbouring points of a curve, taken together.
public protocol SeriesBucket: Sendable {
    /// Which points: never empty.
    var range: Range<UInt64> { get }
    /// Takes in the bucket behind this one.
    mutating func merge(_ next: Self)
    /// Counts no point from `end` on, which lies inside the range: what they brought can't be told apart any more.
    mutating func clip(to end: UInt64)
}
