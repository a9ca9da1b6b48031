import Reduction
import Testing

@Suite struct CoverageTests {
    @Test(arguments: [1, 3, 8, 13, 50]) func `coverage decides as the tree with values does`(leafCount: Int) {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            var coverage = Coverage(leafCount: leafCount)
            var sum = NodeSum<HashValue>(leafCount: leafCount)
            var covered: Set<Int> = []
            while !coverage.isComplete {
                let first = Int.random(in: 0..<leafCount, using: &random)
                let nodes = Leaves(first..<Int.random(in: first + 1...leafCount, using: &random)).nodes(of: leafCount)
                for node in nodes.shuffled(using: &random) {
                    let admission = coverage.accept(node)
                    let value = HashValue.node(first: node.first, level: node.level, of: leafCount)
                    let twin = sum.value(at: node)
                    #expect(sum.insert(value, at: node) == admission)
                    switch admission {
                    case .accepted: #expect(covered.isDisjoint(with: node.leaves.range))
                    case .covered(let twinIsHeld):
                        #expect(covered.isSuperset(of: node.leaves.range))
                        #expect(twinIsHeld == (twin != nil))
                        #expect(twin.map { $0.hasSameBits(as: value) } ?? true)
                    case .overlaps:
                        #expect(!covered.isDisjoint(with: node.leaves.range))
                        #expect(!covered.isSuperset(of: node.leaves.range))
                    case .notANode: Issue.record("\(node) is a node")
                    }
                    if admission == .accepted { covered.formUnion(node.leaves.range) }
                    #expect(coverage.coveredCount == covered.count)
                    #expect(Set(coverage.uncovered.flatMap(\.range)) == Set(0..<leafCount).subtracting(covered))
                    #expect(coverage.nodes == sum.nodes)
                }
            }
            #expect(sum.root == HashValue.root(of: leafCount))
        }
    }

    @Test(arguments: [
        (Admission.accepted, "accepted"), (.covered(twinIsHeld: true), "covered already, its twin is still held"),
        (.covered(twinIsHeld: false), "covered already"), (.overlaps, "covered in part"),
        (.notANode, "no node of the step's tree"),
    ]) func `an admission says what it is`(admission: Admission, words: String) {
        #expect(admission.description == words)
    }
}
