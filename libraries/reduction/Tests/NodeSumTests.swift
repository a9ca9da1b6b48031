import Reduction
import Testing

@Suite struct NodeSumTests {
    /// Roots over M leaves, made by a Python script.
    ///
    ///     M64 = (1 << 64) - 1
    ///     def mix(x):
    ///         x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & M64
    ///         x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & M64
    ///         return x ^ (x >> 31)
    ///     G = 0x9E3779B97F4A7C15
    ///     def leaf(i): return mix((i + 1) * G & M64)
    ///     def add(l, r): return mix((3 * l + r + G) & M64)
    ///     def node(a, k, M):
    ///         if k == 0: return leaf(a)
    ///         l, m = node(a, k - 1, M), a + (1 << (k - 1))
    ///         return add(l, node(m, k - 1, M)) if m < M else l
    static let golden: [(leafCount: Int, root: UInt64)] = [
        (1, 0xE220_A839_7B1D_CDAF), (2, 0x9812_E782_6425_57B5), (3, 0xA2E5_DA64_1C02_31C1),
        (4, 0x78A0_F806_8518_7229), (5, 0xF338_487B_1FB6_A31A), (6, 0xCE80_A3F8_C04D_230C),
        (7, 0x0EBE_A7EC_6BFE_CFE0), (8, 0x162F_485B_AA72_6C09), (9, 0xAE1E_F6D4_1F85_70C6),
        (12, 0x709A_3FAF_3D29_505A), (13, 0xAD39_F729_A908_9EA0), (16, 0xCCB4_6D4A_91A8_9251),
        (31, 0x076F_3B48_1B9C_DCC1), (32, 0x8AC2_2DA8_5330_5A63), (33, 0xE796_4051_C061_C9A1),
        (100, 0x34AF_03F9_BFFC_A6D5), (469, 0x3BD9_126E_98EC_7888), (1000, 0x54A3_06DA_1FEE_9244),
    ]

    private func root(of leafCount: Int, order: some Sequence<Int>) -> UInt64? {
        var sum = NodeSum<HashValue>(leafCount: leafCount)
        for leaf in order {
            #expect(sum.insert(HashValue(leaf: leaf), at: .leaf(leaf, of: leafCount)) == .accepted)
        }
        return sum.root?.bits
    }

    @Test(arguments: golden) func `golden vectors fix the tree`(leafCount: Int, expected: UInt64) {
        #expect(root(of: leafCount, order: 0..<leafCount) == expected)
        #expect(root(of: leafCount, order: (0..<leafCount).reversed()) == expected)
        #expect(HashValue.root(of: leafCount).bits == expected)
    }

    @Test(arguments: 1...7) func `every order of insertion has the same root`(leafCount: Int) {
        let expected = HashValue.root(of: leafCount).bits
        var count = 0
        func permute(_ rest: [Int], _ order: [Int]) {
            if rest.isEmpty {
                count += 1
                if root(of: leafCount, order: order) != expected { Issue.record("order \(order)") }
            }
            for leaf in rest { permute(rest.filter { $0 != leaf }, order + [leaf]) }
        }
        permute(Array(0..<leafCount), [])
        #expect(count == (1...leafCount).reduce(1, *))
    }

    @Test(arguments: [1, 2, 3, 5, 17, 64, 100, 255, 256, 257, 469, 999])
    func `any way to cut the leaves into pushed nodes, in any order, has the same root`(leafCount: Int) {
        var random = SeededGenerator(seed: UInt64(leafCount))
        for _ in 0..<30 {
            var pushed: [(NodeInterval, HashValue)] = []
            var first = 0
            while first < leafCount {
                let lease = Leaves(first..<Int.random(in: first + 1...leafCount, using: &random))
                var sum = NodeSum<HashValue>(leafCount: leafCount)
                for leaf in lease.range { _ = sum.insert(HashValue(leaf: leaf), at: .leaf(leaf, of: leafCount)) }
                let nodes = sum.takeAll()
                #expect(nodes.map(\.node) == lease.nodes(of: leafCount))
                pushed += nodes.map { ($0.node, $0.value) }
                first = lease.end
            }
            var sum = NodeSum<HashValue>(leafCount: leafCount)
            for (node, value) in pushed.shuffled(using: &random) {
                #expect(!sum.isComplete)
                #expect(sum.insert(value, at: node) == .accepted)
            }
            #expect(sum.isComplete)
            #expect(sum.root == HashValue.root(of: leafCount))
        }
    }

    @Test func `siblings merge as soon as both are held`() throws {
        var sum = NodeSum<HashValue>(leafCount: 5)
        _ = sum.insert(HashValue(leaf: 4), at: .leaf(4, of: 5))
        _ = sum.insert(HashValue(leaf: 1), at: .leaf(1, of: 5))
        #expect(sum.nodes.map(\.description) == ["[1, 2)", "[4, 5)"])
        _ = sum.insert(HashValue(leaf: 0), at: .leaf(0, of: 5))
        #expect(sum.nodes.map(\.description) == ["[0, 2)", "[4, 5)"])
        #expect(sum.coveredCount == 3)
        #expect(sum.root == nil)
        #expect(sum.uncovered(in: Leaves(0..<5)) == [Leaves(2..<4)])
        let middle = try #require(NodeInterval(first: 2, end: 4, of: 5))
        _ = sum.insert(.node(first: 2, level: 1, of: 5), at: middle)
        #expect(sum.nodes == [.root(of: 5)])
    }

    @Test func `a node counts once, and its twin can be compared while it is held`() throws {
        var sum = NodeSum<HashValue>(leafCount: 8)
        let node = try #require(NodeInterval(first: 2, end: 4, of: 8))
        let value = HashValue.node(first: 2, level: 1, of: 8)
        #expect(sum.insert(value, at: node) == .accepted)
        #expect(sum.insert(HashValue(bits: 1), at: node) == .covered(twinIsHeld: true))
        #expect(sum.value(at: node) == value)
        #expect(sum.insert(HashValue(leaf: 3), at: .leaf(3, of: 8)) == .covered(twinIsHeld: false))
        let half = try #require(NodeInterval(first: 0, end: 4, of: 8))
        #expect(sum.insert(HashValue(bits: 2), at: half) == .overlaps)
        let other = try #require(NodeInterval(first: 8, end: 9, of: 9))
        #expect(sum.insert(HashValue(bits: 3), at: other) == .notANode)
        #expect(
            sum.insert(.node(first: 0, level: 1, of: 8), at: try #require(NodeInterval(first: 0, end: 2, of: 8)))
                == .accepted)
        #expect(sum.value(at: node) == nil)
        #expect(sum.admission(of: node) == .covered(twinIsHeld: false))
        #expect(sum.value(at: half) == HashValue.node(first: 0, level: 2, of: 8))
    }

    @Test func `values that are classes are moved and freed, never copied`() throws {
        final class Buffer {}
        struct Held: Summable {
            let buffer = Buffer()
            mutating func add(right: consuming Held) {}
            func hasSameBits(as other: Held) -> Bool { buffer === other.buffer }
        }
        var sum = NodeSum<Held>(leafCount: 2)
        weak var right: Buffer?
        do {
            let value = Held()
            right = value.buffer
            _ = sum.insert(value, at: .leaf(1, of: 2))
        }
        #expect(right != nil)
        _ = sum.insert(Held(), at: .leaf(0, of: 2))
        #expect(right == nil, "what was added is let go at once")
        #expect(sum.takeAll().count == 1)
        #expect(sum.nodes.isEmpty)
    }
}
