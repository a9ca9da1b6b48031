/// A node of the tree over M leaves: the leaves `[a, min(a + 2^k, M))` with `a` a multiple of `2^k`.
///
/// A node whose right child would lie behind the last leaf has the value of its left child, so both are one node here:
/// `level` is the smallest k that describes it. With M = 5 the node `[4, 5)` has level 0, its sibling is `[0, 4)` and
/// its parent the root `[0, 5)`.
public struct NodeInterval: Hashable, Sendable, CustomStringConvertible {
    /// The largest number of leaves that a tree may have.
    public static let maximumLeafCount = Int(UInt32.max)

    /// The first leaf, counted from 0; a multiple of 2 to the power of `level`.
    public let first: Int
    /// The leaf behind the last one.
    public let end: Int

    /// The node with the leaves `[first, end)` in a tree of `leafCount` leaves, or `nil` where the tree has no such
    /// node.
    ///
    /// Any numbers may come.
    public init?(first: Int, end: Int, of leafCount: Int) {
        guard first >= 0, end > first, end <= leafCount, leafCount <= Self.maximumLeafCount else { return nil }
        let width = Self.width(for: end - first)
        guard first % width == 0, end - first == width || end == leafCount else { return nil }
        self.init(first: first, end: end)
    }

    private init(first: Int, end: Int) {
        self.first = first
        self.end = end
    }

    /// The single leaf `index` of a tree of `leafCount` leaves.
    public static func leaf(_ index: Int, of leafCount: Int) -> NodeInterval {
        precondition(0 <= index && index < leafCount, "leaf \(index) is not in a tree of \(leafCount)")
        return NodeInterval(first: index, end: index + 1)
    }

    /// The root of a tree of `leafCount` leaves, at least 1.
    public static func root(of leafCount: Int) -> NodeInterval {
        precondition(leafCount >= 1 && leafCount <= maximumLeafCount, "a tree can't have \(leafCount) leaves")
        return NodeInterval(first: 0, end: leafCount)
    }

    /// The largest node that starts with the leaf `first` and ends at `end` or before.
    static func largest(from first: Int, within end: Int, of leafCount: Int) -> NodeInterval {
        var width = 1
        while first % (2 * width) == 0, width < leafCount, min(first + 2 * width, leafCount) <= end { width *= 2 }
        return NodeInterval(first: first, end: min(first + width, leafCount))
    }

    /// The smallest k with at least as many leaves in `2^k` as in this node.
    public var level: Int { Self.width(for: count).trailingZeroBitCount }

    /// How many leaves the node has, at least 1.
    public var count: Int { end - first }

    /// The node's leaves.
    public var leaves: Leaves { Leaves(first..<end) }

    /// Whether this is the root of a tree of `leafCount` leaves.
    public func isRoot(of leafCount: Int) -> Bool { first == 0 && end == leafCount }

    /// The node whose value this node's value is added to or from, in a tree of `leafCount` leaves; `nil` for the root.
    ///
    /// Missing right children are passed over: the sibling always exists.
    public func sibling(of leafCount: Int) -> NodeInterval? {
        guard !isRoot(of: leafCount) else { return nil }
        var width = Self.width(for: count)
        while first & width == 0, first + width >= leafCount { width *= 2 }
        if first & width != 0 { return NodeInterval(first: first - width, end: first) }
        return NodeInterval(first: first + width, end: min(first + 2 * width, leafCount))
    }

    /// The node that this one and its sibling make up in a tree of `leafCount` leaves; `nil` for the root.
    public func parent(of leafCount: Int) -> NodeInterval? {
        guard let sibling = sibling(of: leafCount) else { return nil }
        return NodeInterval(first: min(first, sibling.first), end: max(end, sibling.end))
    }

    /// For example `[4, 8)`.
    public var description: String { "[\(first), \(end))" }

    /// The smallest power of two that is at least `count`, which is at least 1.
    private static func width(for count: Int) -> Int {
        count == 1 ? 1 : 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
    }
}
