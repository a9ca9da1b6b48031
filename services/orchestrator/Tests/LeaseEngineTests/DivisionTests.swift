import LeaseEngine
import Reduction
import Testing

@Suite struct DivisionTests {
    private func divide(_ runs: [Range<Int>], loads: [Int], speeds: [Double]) -> [[Range<Int>]] {
        let evened = SpeedGroups.even(speeds.map { MeasuredSpeed(mean: $0) })
        let workers = zip(loads, evened).map { Division.Worker(load: $0, speed: $1) }
        let pieces = Division.divide(runs.map { Leaves($0) }, among: workers)
        return workers.indices.map { worker in pieces.filter { $0.worker == worker }.map(\.leaves.range) }
    }

    @Test(
        arguments: [
            (8, [1], [0..<8]),
            (8, [1, 1], [0..<4, 4..<8]),
            (4, [1, 1, 1], [0..<1, 1..<3, 3..<4]),
            (4, [1, 1.2, 0.9, 1.1], [0..<1, 1..<2, 2..<3, 3..<4]),
            (64, [1, 1.05, 0.97, 1.02], [0..<16, 16..<32, 32..<48, 48..<64]),
            (512, [1, 1.05, 0.97, 1.02], [0..<128, 128..<256, 256..<384, 384..<512]),
            (31, [1, 1, 1, 0.1], [0..<10, 10..<20, 20..<30, 30..<31]),
            (32, [3, 1], [0..<24, 24..<32]),
            (1, [1, 2, 1], [nil, 0..<1, nil]),
            (2, [1, 2, 3], [nil, 0..<1, 1..<2]),
            (3, [1, 1, 1, 1], [0..<1, 1..<2, 2..<3, nil]),
            (4, [1000, 1, 1], [0..<4, nil, nil]),
            (100, [1e-9, 1], [nil, 0..<100]),
            (16, [10, 10, 10, 1], [0..<6, 6..<10, 10..<16, nil]),
            (24, [10, 10, 10, 1], [0..<8, 8..<16, 16..<23, 23..<24]),
            (4, [10, 10, 5.1], [0..<2, 2..<3, 3..<4]),
            (4, [10, 10, 4.5], [0..<2, 2..<4, nil]),
            (64, [1, 1.15, 1, 1.1], [0..<16, 16..<32, 32..<48, 48..<64]),
        ] as [(Int, [Double], [Range<Int>?])])
    func `idle workers get contiguous leaves in proportion to their speeds`(
        count: Int, speeds: [Double], expected: [Range<Int>?]
    ) {
        let shares = divide([0..<count], loads: speeds.map { _ in 0 }, speeds: speeds)
        #expect(shares == expected.map { $0.map { [$0] } ?? [] })
    }

    @Test(
        arguments: [
            ([0..<4], [4, 0, 4], [1, 1, 1], [[], [0..<4], []]),
            ([0..<8], [4, 0, 4], [1, 1, 1], [[0..<1], [1..<7], [7..<8]]),
            ([4..<8], [8, 8], [1, 1], [[4..<6], [6..<8]]),
            ([0..<4, 8..<12], [0, 0], [1, 1], [[0..<4], [8..<12]]),
            ([0..<2, 8..<14], [0, 0], [1, 1], [[0..<2, 8..<10], [10..<14]]),
            ([3..<4], [100, 100], [1, 3], [[], [3..<4]]),
            ([3..<4], [5], [1], [[3..<4]]),
        ] as [([Range<Int>], [Int], [Double], [[Range<Int>]])])
    func `leaves that are leased again go to those who owe little`(
        runs: [Range<Int>], loads: [Int], speeds: [Double], expected: [[Range<Int>]]
    ) {
        #expect(divide(runs, loads: loads, speeds: speeds) == expected)
    }

    @Test func `every leaf is given once, whatever the speeds`() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            var runs: [Range<Int>] = []
            var next = Int.random(in: 0...5, using: &random)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let end = next + Int.random(in: 1...20, using: &random)
                runs.append(next..<end)
                next = end + Int.random(in: 1...20, using: &random)
            }
            let workers = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                (Int.random(in: 0...1, using: &random) * 7, Double.random(in: 1e-6...1, using: &random))
            }
            let shares = divide(runs, loads: workers.map(\.0), speeds: workers.map(\.1))
            #expect(shares.joined().flatMap { Array($0) } == runs.flatMap { Array($0) })
            let fastest = workers.map(\.1).max() ?? 0
            let idle = workers.indices.filter { workers[$0].0 == 0 && workers[$0].1 >= fastest / 2 }
            let leafCount = runs.reduce(0) { $0 + $1.count }
            #expect(leafCount < workers.count || idle.allSatisfy { !shares[$0].isEmpty })
        }
    }

    @Test(arguments: [1, 2, 4, 8, 16, 32]) func `as many equal trainers as a power of two get a node each`(count: Int) {
        var random = SeededGenerator(seed: 2)
        for leafCount in [32, 64, 256, 96, 160] {
            let speeds = (0..<count).map { _ in Double.random(in: 0.98...1.02, using: &random) }
            let shares = divide([0..<leafCount], loads: speeds.map { _ in 0 }, speeds: speeds)
            for (index, share) in shares.enumerated() {
                let width = leafCount / count
                #expect(share == [index * width..<(index + 1) * width])
            }
        }
    }
}
