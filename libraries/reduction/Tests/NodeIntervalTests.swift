import Reduction
import Testing

@Suite struct NodeIntervalTests {
    /// Every node of the tree over `leafCount` leaves, by the definition [a, min(a + 2^k, M)).
    private func allNodes(of leafCount: Int) -> Set<[Int]> {
        var nodes: Set<[Int]> = []
        var width = 1
        while true {
            for first in stride(from: 0, to: leafCount, by: width) {
                nodes.insert([first, min(first + width, leafCount)])
            }
            if width >= leafCount { return nodes }
            width *= 2
        }
    }

    @Test(arguments: 1...40) func `exactly the intervals of the definition are nodes`(leafCount: Int) {
        let nodes = allNodes(of: leafCount)
        for first in -1...leafCount + 1 {
            for end in -1...leafCount + 2 {
                let node = NodeInterval(first: first, end: end, of: leafCount)
                #expect((node != nil) == nodes.contains([first, end]), "[\(first), \(end)) of \(leafCount)")
            }
        }
    }

    @Test(arguments: [
        (Int.min, Int.max, Int.max), (0, Int.max, Int.max), (Int.max - 1, Int.max, Int.max), (0, 1, 0), (0, 1, -1),
        (Int.max, Int.min, 4), (0, 1, NodeInterval.maximumLeafCount + 1),
    ]) func `numbers from outside that make no node are refused and never trap`(first: Int, end: Int, of: Int) {
        #expect(NodeInterval(first: first, end: end, of: of) == nil)
    }

    @Test(arguments: 1...40) func `every node but the root has a sibling, and both have one parent`(leafCount: Int)
        throws
    {
        for bounds in allNodes(of: leafCount) {
            let node = try #require(NodeInterval(first: bounds[0], end: bounds[1], of: leafCount))
            guard let sibling = node.sibling(of: leafCount) else {
                #expect(node.isRoot(of: leafCount))
                #expect(node.parent(of: leafCount) == nil)
                continue
            }
            #expect(sibling.sibling(of: leafCount) == node)
            #expect(sibling.end == node.first || node.end == sibling.first)
            let parent = try #require(node.parent(of: leafCount))
            #expect(parent == sibling.parent(of: leafCount))
            #expect(parent.count == node.count + sibling.count)
            #expect(NodeInterval(first: parent.first, end: parent.end, of: leafCount) == parent)
        }
    }

    @Test func `a missing right child is passed over on the way to the parent`() throws {
        let last = NodeInterval.leaf(4, of: 5)
        #expect(last.level == 0)
        #expect(last.sibling(of: 5)?.description == "[0, 4)")
        #expect(last.parent(of: 5) == .root(of: 5))
        #expect(NodeInterval.leaf(6, of: 7).sibling(of: 7)?.description == "[4, 6)")
        #expect(NodeInterval(first: 8, end: 11, of: 11)?.level == 2)
        #expect(NodeInterval(first: 8, end: 11, of: 11)?.sibling(of: 11)?.description == "[0, 8)")
    }

    @Test(arguments: [
        (0, 8, 8, ["[0, 8)"]), (0, 7, 8, ["[0, 4)", "[4, 6)", "[6, 7)"]), (0, 7, 7, ["[0, 7)"]),
        (1, 8, 8, ["[1, 2)", "[2, 4)", "[4, 8)"]), (3, 5, 5, ["[3, 4)", "[4, 5)"]), (4, 7, 7, ["[4, 7)"]),
        (5, 13, 13, ["[5, 6)", "[6, 8)", "[8, 13)"]), (2, 3, 100, ["[2, 3)"]), (0, 1, 1, ["[0, 1)"]),
    ]) func `a run of leaves is made of the fewest nodes`(first: Int, end: Int, of: Int, nodes: [String]) throws {
        let leaves = try #require(Leaves(first: first, end: end))
        #expect(leaves.nodes(of: of).map(\.description) == nodes)
    }

    @Test(arguments: 1...24) func `no other way to make up a run has fewer nodes`(leafCount: Int) throws {
        // fewest[end] by trying every last node: exhaustive, so it can't be fooled by greed.
        let nodes = allNodes(of: leafCount)
        for first in 0..<leafCount {
            var fewest: [Int: Int] = [first: 0]
            for end in first + 1...leafCount {
                fewest[end] = nodes.filter { $0[1] == end && $0[0] >= first }.compactMap { fewest[$0[0]] }.min().map {
                    $0 + 1
                }
                let run = Leaves(first..<end).nodes(of: leafCount)
                #expect(run.count == fewest[end])
                #expect(run.first?.first == first && run.last?.end == end)
                #expect(zip(run, run.dropFirst()).allSatisfy { $0.end == $1.first })
            }
        }
    }

    @Test func `leaves can be cut and compared`() throws {
        let leaves = Leaves(2..<6)
        #expect(leaves.subtracting(Leaves(3..<4)) == [Leaves(2..<3), Leaves(4..<6)])
        #expect(leaves.subtracting(Leaves(0..<6)) == [])
        #expect(leaves.subtracting(Leaves(6..<9)) == [leaves])
        #expect(leaves.intersection(Leaves(4..<9)) == Leaves(4..<6))
        #expect(leaves.intersection(Leaves(0..<2)) == nil)
        #expect(Leaves(first: 3, end: 3) == nil)
        #expect(Leaves(first: -1, end: 3) == nil)
        #expect(Leaves(2..<4) < leaves)
    }
}
