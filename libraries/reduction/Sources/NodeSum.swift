/// The sums over the leaves of one tree, put together from nodes that come in any order.
///
/// Holds the largest nodes that the values inserted so far make up: as soon as both siblings are held, the right one
/// is added to the left one, and a missing right child passes the left value through. So one tree has one root,
/// whoever computed which node and whenever it came. A trainer inserts the leaves of its lease and takes the nodes they
/// make up; the orchestrator inserts such nodes and takes the root.
public struct NodeSum<Value: Summable> {
    /// The number of leaves of the tree, M.
    public let leafCount: Int
    /// The nodes held, in the order of their leaves.
    ///
    /// They don't overlap, and no two of them are siblings.
    public private(set) var nodes: [NodeInterval] = []
    /// The value of each node held.
    private var values: [Value] = []

    /// An empty tree over `leafCount` leaves, at least 1 and at most ``NodeInterval/maximumLeafCount``.
    public init(leafCount: Int) {
        precondition(
            leafCount >= 1 && leafCount <= NodeInterval.maximumLeafCount, "a tree can't have \(leafCount) leaves")
        self.leafCount = leafCount
    }

    /// What would become of a node if it were inserted now.
    public func admission(of node: NodeInterval) -> Admission {
        guard NodeInterval(first: node.first, end: node.end, of: leafCount) != nil else { return .notANode }
        let position = position(of: node.first)
        if position < nodes.count, nodes[position] == node { return .covered(twinIsHeld: true) }
        if uncovered(in: node.leaves) == [node.leaves] { return .accepted }
        return uncovered(in: node.leaves).isEmpty ? .covered(twinIsHeld: false) : .overlaps
    }

    /// Takes the value of a node, and adds siblings while there are any.
    ///
    /// Only a node that is `accepted` changes anything; the value of another one is dropped.
    public mutating func insert(_ value: consuming Value, at node: NodeInterval) -> Admission {
        let admission = admission(of: node)
        guard admission == .accepted else { return admission }
        var position = position(of: node.first)
        nodes.insert(node, at: position)
        values.insert(value, at: position)
        while let sibling = nodes[position].sibling(of: leafCount) {
            let isLeft = nodes[position].first < sibling.first
            let neighbour = isLeft ? position + 1 : position - 1
            guard nodes.indices.contains(neighbour), nodes[neighbour] == sibling else { break }
            position = min(position, neighbour)
            mergeWithRight(at: position)
        }
        return admission
    }

    /// The value of `node` while exactly that node is held, `nil` before and after.
    public func value(at node: NodeInterval) -> Value? {
        let position = position(of: node.first)
        return position < nodes.count && nodes[position] == node ? values[position] : nil
    }

    /// The sum over all leaves, once all are covered.
    public var root: Value? { isComplete ? values.first : nil }

    /// Whether every leaf is covered.
    public var isComplete: Bool { nodes.first?.isRoot(of: leafCount) ?? false }

    /// How many leaves are covered.
    public var coveredCount: Int { nodes.reduce(0) { $0 + $1.count } }

    /// The parts of `leaves` that no node covers, in order and as long as they can be.
    public func uncovered(in leaves: Leaves) -> [Leaves] {
        var gaps: [Leaves] = []
        var next = leaves.first
        for node in nodes[firstEnding(after: leaves.first)...] {
            guard node.first < leaves.end else { break }
            if let gap = Leaves(first: next, end: node.first) { gaps.append(gap) }
            next = node.end
        }
        if let gap = Leaves(first: next, end: leaves.end) { gaps.append(gap) }
        return gaps
    }

    /// Takes all nodes held with their values, in the order of their leaves, and leaves an empty tree.
    public mutating func takeAll() -> [(node: NodeInterval, value: Value)] {
        let taken = Array(zip(nodes, values)).map { (node: $0.0, value: $0.1) }
        nodes.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        return taken
    }

    /// Adds the node behind `position` to the one at it, which moves one level up or more.
    private mutating func mergeWithRight(at position: Int) {
        guard let parent = nodes[position].parent(of: leafCount) else { return }
        let right = values.remove(at: position + 1)
        nodes.remove(at: position + 1)
        values[position].add(right: right)
        nodes[position] = parent
    }

    /// Where a node that starts at `first` is held, or belongs.
    private func position(of first: Int) -> Int { firstIndex { $0.first >= first } }

    /// The first node held that ends behind the leaf `first`, or the number of nodes.
    private func firstEnding(after first: Int) -> Int { firstIndex { $0.end > first } }

    /// The first node for which `isBehind` is true, by bisection: it stays true for all later ones.
    private func firstIndex(where isBehind: (NodeInterval) -> Bool) -> Int {
        var low = 0
        var high = nodes.count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(nodes[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension NodeSum: Sendable where Value: Sendable {}
