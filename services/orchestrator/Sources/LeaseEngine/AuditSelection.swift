package import Reduction

/// Which leaves of a step are audited: a pure function of seed, step and leaf, whoever computes them.
package struct AuditSelection: Hashable, Sendable {
    private let seed: UInt64
    /// Of 2^53.
    private let threshold: UInt64

    /// Selects about `share` of all leaves, from 0 to 1.
    package init(share: Double, seed: UInt64) {
        self.seed = seed
        threshold = UInt64(max(0, min(share, 1)) * 0x1p53)
    }

    /// The leaves of a step that are audited, in order.
    package func leaves(of step: UInt64, leafCount: Int) -> [Int] {
        guard threshold > 0 else { return [] }
        let stepBits = Self.mixed(Self.mixed(seed) ^ step)
        return (0..<leafCount).filter { Self.mixed(stepBits ^ UInt64($0)) >> 11 < threshold }
    }

    /// The nodes that `leaves` are leased as: an audited leaf is one of its own, so that its value can be compared.
    package static func nodes(of leaves: Leaves, leafCount: Int, audited: [Int]) -> [NodeInterval] {
        var nodes: [NodeInterval] = []
        var next = leaves.first
        for leaf in audited where leaves.contains(leaf) {
            if let before = Leaves(first: next, end: leaf) { nodes += before.nodes(of: leafCount) }
            nodes.append(.leaf(leaf, of: leafCount))
            next = leaf + 1
        }
        if let rest = Leaves(first: next, end: leaves.end) { nodes += rest.nodes(of: leafCount) }
        return nodes
    }

    /// The finaliser of SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
