/// A run of consecutive leaves of a tree of sums, which are the micro-batches of a step or the batches of an
/// evaluation: `[first, end)`, never empty.
public struct Leaves: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first leaf, counted from 0.
    public let first: Int
    /// The leaf behind the last one.
    public let end: Int

    /// The leaves `[first, end)`, or `nil` for a negative `first` or a run without any leaf.
    public init?(first: Int, end: Int) {
        guard first >= 0, end > first else { return nil }
        self.first = first
        self.end = end
    }

    /// The leaves of `range`, which must hold at least one leaf and no negative number.
    public init(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && !range.isEmpty, "a run of leaves is not empty and not negative")
        first = range.lowerBound
        end = range.upperBound
    }

    /// How many leaves there are, at least 1.
    public var count: Int { end - first }

    /// The same leaves as a range.
    public var range: Range<Int> { first..<end }

    /// Whether `leaf` is one of these.
    public func contains(_ leaf: Int) -> Bool { first <= leaf && leaf < end }

    /// Whether every leaf of `other` is one of these.
    public func contains(_ other: Leaves) -> Bool { first <= other.first && other.end <= end }

    /// Whether there is a leaf that both have.
    public func overlaps(_ other: Leaves) -> Bool { first < other.end && other.first < end }

    /// The leaves that both have, if any.
    public func intersection(_ other: Leaves) -> Leaves? {
        Leaves(first: max(first, other.first), end: min(end, other.end))
    }

    /// The parts of these leaves that `other` does not have, in order: none, one or two.
    public func subtracting(_ other: Leaves) -> [Leaves] {
        guard overlaps(other) else { return [self] }
        return [Leaves(first: first, end: other.first), Leaves(first: other.end, end: end)].compactMap(\.self)
    }

    /// The fewest nodes of a tree with `leafCount` leaves that make up this run, in order.
    ///
    /// All leaves must belong to the tree.
    public func nodes(of leafCount: Int) -> [NodeInterval] {
        precondition(end <= leafCount, "leaves \(self) are not all in a tree of \(leafCount)")
        var nodes: [NodeInterval] = []
        var next = first
        while next < end {
            let node = NodeInterval.largest(from: next, within: end, of: leafCount)
            nodes.append(node)
            next = node.end
        }
        return nodes
    }

    /// Earlier runs come first; of two that start alike, the shorter one.
    public static func < (left: Leaves, right: Leaves) -> Bool {
        (left.first, left.end) < (right.first, right.end)
    }

    /// For example `[4, 8)`.
    public var description: String { "[\(first), \(end))" }
}
