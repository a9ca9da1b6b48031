import LeaseEngine
import Reduction
import Testing

@Suite struct AuditSelectionTests {
    @Test(arguments: [0, 0.02, 0.3, 1, -1, 7]) func `about the share of all leaves is selected`(share: Double) {
        let selection = AuditSelection(share: share, seed: 5)
        let count = (0..<1000).reduce(0) { $0 + selection.leaves(of: $1, leafCount: 100).count }
        let expected = max(0, min(share, 1)) * 100_000
        #expect(abs(Double(count) - expected) <= 4 * (expected * (1 - expected / 100_000)).squareRoot() + 1e-9)
    }

    @Test func `which ones follows from seed, step and leaf alone`() {
        let selection = AuditSelection(share: 0.1, seed: 5)
        let first = selection.leaves(of: 3, leafCount: 1000)
        #expect(AuditSelection(share: 0.1, seed: 5).leaves(of: 3, leafCount: 1000) == first)
        #expect(selection.leaves(of: 3, leafCount: 500) == first.filter { $0 < 500 })
        #expect(selection.leaves(of: 4, leafCount: 1000) != first)
        #expect(AuditSelection(share: 0.1, seed: 6).leaves(of: 3, leafCount: 1000) != first)
        #expect(first.prefix(5) == [1, 13, 24, 32, 47], "pinned: another function audits other leaves")
    }

    @Test(
        arguments: [
            ([], ["[0, 8)"]), ([3], ["[0, 2)", "[2, 3)", "[3, 4)", "[4, 8)"]),
            ([0, 7, 9], ["[0, 1)", "[1, 2)", "[2, 4)", "[4, 6)", "[6, 7)", "[7, 8)"]),
        ] as [([Int], [String])])
    func `an audited leaf is a node of its own`(audited: [Int], expected: [String]) {
        let nodes = AuditSelection.nodes(of: Leaves(0..<8), leafCount: 16, audited: audited)
        #expect(nodes.map(\.description) == expected)
    }
}
