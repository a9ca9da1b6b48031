import LeaseEngine
import Orchestrator
import Testing

@Suite struct CreditWindowTests {
    private static let (one, two) = (TrainerID(1), TrainerID(2))

    /// Six buckets of 400 bytes, the last one of 100.
    private static func window(_ bytes: Int) -> CreditWindow {
        CreditWindow(bucketSizes: [100, 100, 100, 100, 100, 25], windowBytes: bytes, step: 7)
    }

    @Test(arguments: [
        (window: 0, nodes: 1, front: 0, buckets: 1), (399, 1, 0, 1), (400, 1, 0, 1), (799, 1, 0, 1), (800, 1, 0, 2),
        (1600, 1, 0, 4), (1600, 2, 0, 2), (1600, 3, 0, 1), (1600, 9, 0, 1), (1600, 9, 3, 4), (800, 1, 3, 5),
        (800, 1, 4, 6), (100, 9, 5, 6), (1 << 40, 16, 0, 6), (0, 1, 6, 6),
    ])
    func `credit reaches as far as the window, and always to the front`(
        window: Int, nodes: Int, front: Int, buckets: Int
    ) {
        var credit = Self.window(window)
        _ = credit.advance(front: front)
        #expect(credit.lease(nodes, of: 7, to: Self.one) == .init(trainer: Self.one, step: 7, buckets: buckets))
        #expect(credit.covers(buckets - 1, of: 7, by: Self.one) && !credit.covers(buckets, of: 7, by: Self.one))
    }

    @Test func `nobody has credit for a step that it has no lease of`() {
        var credit = Self.window(1 << 20)
        _ = credit.lease(1, of: 7, to: Self.one)
        #expect(!credit.covers(0, of: 8, by: Self.one) && !credit.covers(0, of: 7, by: Self.two))
    }

    @Test func `more leases never take credit back`() {
        var credit = Self.window(1600)
        #expect(credit.lease(1, of: 7, to: Self.one)?.buckets == 4)
        #expect(credit.lease(7, of: 7, to: Self.one) == nil)
        #expect(credit.buckets(of: 7, for: Self.one) == 4)
        #expect(credit.advance(front: 3) == [])
        #expect(credit.advance(front: 4).map(\.buckets) == [5])
    }

    @Test func `the front moves everyone's credit, and only those hear of it who get more`() {
        var credit = Self.window(800)
        _ = credit.lease(1, of: 7, to: Self.two)
        _ = credit.lease(4, of: 7, to: Self.one)
        let raises = credit.advance(front: 1)
        #expect(
            raises == [
                .init(trainer: Self.one, step: 7, buckets: 2), .init(trainer: Self.two, step: 7, buckets: 3),
            ])
        #expect(credit.advance(front: 1) == [])
        credit.remove(Self.one)
        #expect(credit.advance(front: 6).map(\.trainer) == [Self.two])
    }

    @Test func `a lease of the next step has its credit from the beginning, whatever the front is now`() {
        var credit = Self.window(800)
        _ = credit.advance(front: 5)
        #expect(credit.lease(1, of: 8, to: Self.one)?.buckets == 2)
        credit.begin(8)
        #expect(credit.covers(1, of: 8, by: Self.one) && !credit.covers(0, of: 7, by: Self.one))
        #expect(credit.advance(front: 1).map(\.buckets) == [3])
    }

    /// Any members, any shares, any order of pushes, each as far as its credit allows: every bucket is complete in the
    /// end, also where members die and their nodes fall to others, who may come late.
    @Test(arguments: 0..<200 as Range<UInt64>) func `no step hangs on credit, whoever dies or comes late`(
        seed: UInt64
    ) {
        var random = SplitMix(state: seed)
        var credit = Self.window(Int.random(in: 0...2400, using: &random))
        // What each member owes: bucket by bucket, how many of its nodes are pushed.
        var owed: [TrainerID: [Int]] = [:]
        var nextTrainer: UInt64 = 1
        func join(_ nodes: Int) {
            let trainer = TrainerID(nextTrainer)
            nextTrainer += 1
            owed[trainer] = Array(repeating: nodes, count: 6)
            _ = credit.lease(nodes, of: 7, to: trainer)
        }
        for _ in 0..<Int.random(in: 1...5, using: &random) { join(Int.random(in: 1...4, using: &random)) }
        var events = 0
        while owed.values.contains(where: { $0.contains { $0 > 0 } }) {
            events += 1
            let able = owed.keys.sorted().compactMap { trainer -> (TrainerID, Int)? in
                guard let bucket = owed[trainer]?.firstIndex(where: { $0 > 0 }),
                    credit.covers(bucket, of: 7, by: trainer)
                else { return nil }
                return (trainer, bucket)
            }
            guard let (trainer, bucket) = able.randomElement(using: &random) else {
                Issue.record("nobody may push: \(owed)")
                return
            }
            if events % 11 == 0, nextTrainer < 20, let left = owed.removeValue(forKey: trainer) {
                credit.remove(trainer)
                // Its nodes are leased again as a whole: what it pushed is pushed again, and harmless.
                if let most = left.max(), most > 0 { join(most) }
            } else {
                owed[trainer]?[bucket] -= 1
            }
            let front = (0..<6).first { bucket in owed.values.contains { $0[bucket] > 0 } } ?? 6
            _ = credit.advance(front: front)
        }
        #expect(events < 1000)
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
