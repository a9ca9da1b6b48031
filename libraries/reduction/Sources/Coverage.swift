/// Which leaves of one bucket of one step count already: a ``NodeSum`` without values.
///
/// It makes the same decisions as the tree that holds the values, as long as that one is given exactly the nodes that
/// were accepted here; so where the values live is nobody's concern who only decides.
public struct Coverage: Sendable {
    private var tree: NodeSum<Nothing>

    /// Nothing covered, in a tree of `leafCount` leaves, at least 1.
    public init(leafCount: Int) { tree = NodeSum(leafCount: leafCount) }

    /// The number of leaves of the tree, M.
    public var leafCount: Int { tree.leafCount }

    /// What would become of `node` if it were offered now.
    public func admission(of node: NodeInterval) -> Admission { tree.admission(of: node) }

    /// Decides about a node, and covers its leaves if it is accepted.
    public mutating func accept(_ node: NodeInterval) -> Admission { tree.insert(Nothing(), at: node) }

    /// Whether every leaf is covered.
    public var isComplete: Bool { tree.isComplete }

    /// How many leaves are covered.
    public var coveredCount: Int { tree.coveredCount }

    /// The largest nodes that the covered leaves make up, in order.
    public var nodes: [NodeInterval] { tree.nodes }

    /// The parts of `leaves` that are not covered, in order and as long as they can be.
    public func uncovered(in leaves: Leaves) -> [Leaves] { tree.uncovered(in: leaves) }

    /// All leaves that are not covered, in order and as long as the runs can be.
    public var uncovered: [Leaves] { tree.uncovered(in: Leaves(0..<leafCount)) }

    /// The value of a node of which only the leaves matter.
    private struct Nothing: Summable, Sendable {
        mutating func add(right: consuming Nothing) {}
        func hasSameBits(as other: Nothing) -> Bool { true }
    }
}
