import LeaseEngine
import Orchestrator
import Reduction
import Testing

@Suite struct CreditWindowTests {
    private static let (one, two) = (TrainerID(1), TrainerID(2))

    /// Six buckets of 400 bytes, the last one of 100.
    private static let sizes = [100, 100, 100, 100, 100, 25]

    private static func window(_ bytes: Int) -> CreditWindow {
        CreditWindow(bucketSizes: sizes, windowBytes: bytes, step: 7)
    }

    /// Leases of single leaves from 0 on, numbered from 1: how far each may be pushed.
    private static func credits(_ credit: CreditWindow, nodes: Int) -> [Int] {
        (1...nodes).map { credit.buckets(of: UInt64($0), in: 7, for: one) ?? -1 }
    }

    @Test(
        arguments: [
            (0, 1, (0, 0), [1]), (399, 1, (0, 0), [1]), (400, 1, (0, 0), [1]), (799, 1, (0, 0), [1]),
            (800, 1, (0, 0), [2]), (1600, 1, (0, 0), [4]), (1600, 2, (0, 0), [2, 2]), (1600, 3, (0, 0), [2, 1, 1]),
            (0, 3, (0, 0), [1, 0, 0]), (0, 3, (0, 1), [1, 1, 0]), (0, 3, (0, 2), [1, 1, 1]),
            (800, 4, (0, 0), [1, 1, 0, 0]), (800, 4, (0, 2), [1, 1, 1, 1]), (800, 4, (1, 0), [2, 2, 1, 1]),
            (1600, 9, (0, 0), [1, 1, 1, 1, 0, 0, 0, 0, 0]), (800, 1, (3, 0), [5]), (500, 1, (4, 0), [6]),
            (1 << 40, 3, (0, 0), [6, 6, 6]), (0, 1, (6, 0), [6]),
        ] as [(Int, Int, (Int, Int), [Int])])
    func `credit is given by buckets and leaves, as far as the window reaches, and always for the gap`(
        bytes: Int, nodes: Int, position: (front: Int, gap: Int), expected: [Int]
    ) {
        var credit = Self.window(bytes)
        for node in 0..<nodes { credit.lease(UInt64(node + 1), Leaves(node..<node + 1), of: 7, to: Self.one) }
        _ = credit.raise()
        for front in 0...position.front {
            _ = credit.advance(front: front, gap: 0)
        }
        _ = credit.advance(front: position.front, gap: position.gap)
        #expect(Self.credits(credit, nodes: nodes).map { max($0, 0) } == expected)
    }

    @Test func `nobody has credit for what it doesn't hold`() {
        var credit = Self.window(1 << 20)
        credit.lease(1, Leaves(0..<4), of: 7, to: Self.one)
        #expect(!credit.covers(0, of: 1, in: 7, by: Self.one))
        #expect(credit.raise().map(\.buckets) == [6] && credit.raise() == [])
        #expect(credit.covers(5, of: 1, in: 7, by: Self.one) && !credit.covers(6, of: 1, in: 7, by: Self.one))
        #expect(!credit.covers(0, of: 1, in: 8, by: Self.one) && !credit.covers(0, of: 1, in: 7, by: Self.two))
        #expect(!credit.covers(0, of: 2, in: 7, by: Self.one))
    }

    @Test func `leases of one reach are raised together, and more leases take no credit back`() {
        var credit = Self.window(800)
        credit.lease(5, Leaves(0..<2), of: 7, to: Self.one)
        #expect(credit.raise() == [.init(trainer: Self.one, leases: [5], buckets: 2)])
        credit.lease(6, Leaves(2..<4), of: 7, to: Self.one)
        #expect(credit.raise() == [])
        #expect(credit.advance(front: 0, gap: 2) == [.init(trainer: Self.one, leases: [6], buckets: 1)])
        #expect(credit.buckets(of: 5, in: 7, for: Self.one) == 2)
        #expect(credit.advance(front: 2, gap: 0) == [.init(trainer: Self.one, leases: [5, 6], buckets: 3)])
        #expect(credit.advance(front: 2, gap: 0) == [])
        credit.remove(Self.one)
        #expect(credit.advance(front: 6, gap: 0) == [])
    }

    @Test func `a lease of the next step has its credit from the beginning, whatever the front is now`() {
        var credit = Self.window(800)
        _ = credit.advance(front: 5, gap: 3)
        credit.lease(1, Leaves(0..<4), of: 8, to: Self.one)
        #expect(credit.raise().map(\.buckets) == [2])
        credit.begin(8)
        #expect(credit.covers(1, of: 1, in: 8, by: Self.one) && !credit.covers(0, of: 1, in: 7, by: Self.one))
        #expect(credit.advance(front: 1, gap: 0).map(\.buckets) == [3])
    }

    @Test func `a step that is redone gives its new leases credit as the first ones had`() {
        var credit = Self.window(800)
        credit.lease(1, Leaves(0..<4), of: 7, to: Self.one)
        _ = credit.advance(front: 6, gap: 0)
        // A witness is asked when all is complete.
        credit.lease(2, Leaves(2..<3), of: 7, to: Self.two)
        #expect(credit.raise().contains(.init(trainer: Self.two, leases: [2], buckets: 6)))
        credit.restart(keeping: [])
        credit.lease(3, Leaves(0..<4), of: 7, to: Self.one)
        #expect(credit.raise().map(\.buckets) == [2])
    }

    /// Any members, any shares down to single leaves, any order of pushes, each as far as its credit allows, also where
    /// members die and their nodes fall to others: every bucket is complete in the end, and nobody ever has more waiting
    /// behind the gap than the window, and one node.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `no step hangs on credit, and no lease that is cut into many nodes exceeds the window`(seed: UInt64) {
        var stage = CreditStage(seed: seed, sizes: Self.sizes)
        while !stage.isComplete, stage.events < 20_000 {
            guard stage.pushAny() else {
                Issue.record("nobody may push: \(stage)")
                return
            }
            #expect(stage.mostWaiting <= stage.windowBytes + 400)
            // Before the gap there are at most as many sums as the tree is high.
            #expect(stage.sumsBeforeGap <= 5)
        }
        #expect(stage.isComplete)
    }
}

/// A step of 32 leaves, pushed by members in any order.
private struct CreditStage {
    private struct Node {
        let lease: UInt64
        let leaves: Leaves
        var pushed: Set<Int> = []
    }

    private static let leafCount = 32
    let windowBytes: Int
    private(set) var events = 0
    private let sizes: [Int]
    private var random: SplitMix
    private var credit: CreditWindow
    private var nodes: [TrainerID: [Node]] = [:]
    private var trees: [Coverage]
    private var lastTrainer: UInt64 = 0
    private var lastLease: UInt64 = 0

    init(seed: UInt64, sizes: [Int]) {
        self.sizes = sizes
        random = SplitMix(state: seed)
        windowBytes = Int.random(in: 0...2400, using: &random)
        credit = CreditWindow(bucketSizes: sizes, windowBytes: windowBytes, step: 7)
        trees = sizes.map { _ in Coverage(leafCount: Self.leafCount) }
        var leaves = (0..<Self.leafCount).map { $0 }
        // Scattered, or in runs.
        if Bool.random(using: &random) { leaves.shuffle(using: &random) }
        let members = Int.random(in: 1...5, using: &random)
        for member in 0..<members {
            let own = leaves.enumerated().filter { $0.offset * members / leaves.count == member }.map(\.element)
            join(own.map { Leaves($0..<$0 + 1) })
        }
    }

    var isComplete: Bool { trees.allSatisfy(\.isComplete) }

    private var front: Int { trees.firstIndex { !$0.isComplete } ?? sizes.count }

    private var gap: Int { front < sizes.count ? trees[front].uncovered.first?.first ?? 0 : 0 }

    var sumsBeforeGap: Int { front < sizes.count ? trees[front].nodes.count { $0.end <= gap } : 0 }

    /// Bytes of a member that lie in buckets that aren't complete, behind the gap.
    var mostWaiting: Int {
        nodes.values.map { nodes in
            nodes.reduce(0) { sum, node in
                node.pushed.filter { $0 > front || $0 == front && node.leaves.end > gap }.reduce(sum) {
                    $0 + sizes[$1] * 4
                }
            }
        }.max() ?? 0
    }

    private mutating func join(_ leaves: [Leaves]) {
        lastTrainer += 1
        let trainer = TrainerID(lastTrainer)
        for leaves in leaves {
            lastLease += 1
            nodes[trainer, default: []].append(Node(lease: lastLease, leaves: leaves))
            credit.lease(lastLease, leaves, of: 7, to: trainer)
        }
        _ = credit.raise()
    }

    /// One member pushes one node that it has credit for, the lowest bucket first; or dies instead.
    ///
    /// False where nobody can do anything.
    mutating func pushAny() -> Bool {
        events += 1
        let able = nodes.keys.sorted().flatMap { trainer in
            (nodes[trainer] ?? []).indices.compactMap { index -> (trainer: TrainerID, index: Int, bucket: Int)? in
                guard let node = nodes[trainer]?[index],
                    let bucket = sizes.indices.first(where: { !node.pushed.contains($0) }),
                    credit.covers(bucket, of: node.lease, in: 7, by: trainer)
                else { return nil }
                return (trainer, index, bucket)
            }
        }
        guard let (trainer, index, bucket) = able.randomElement(using: &random) else { return false }
        if events % 37 == 0, lastTrainer < 12 {
            die(trainer)
        } else {
            push(trainer, index, bucket)
        }
        return true
    }

    private mutating func push(_ trainer: TrainerID, _ index: Int, _ bucket: Int) {
        guard let node = nodes[trainer]?[index] else { return }
        nodes[trainer]?[index].pushed.insert(bucket)
        _ = trees[bucket].accept(.leaf(node.leaves.first, of: Self.leafCount))
        _ = credit.advance(front: front, gap: gap)
    }

    /// Its nodes are leased to one that comes; what it pushed stays.
    private mutating func die(_ trainer: TrainerID) {
        let left = nodes.removeValue(forKey: trainer) ?? []
        credit.remove(trainer)
        join(left.map(\.leaves))
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
