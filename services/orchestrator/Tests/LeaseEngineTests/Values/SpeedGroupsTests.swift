import LeaseEngine
import Testing

@Suite struct SpeedGroupsTests {
    @Test(
        arguments: [
            ([], [], []),
            ([5], [0], [5]),
            ([1, 1.2, 1.1], [0, 0, 0], [1.1, 1.1, 1.1]),
            ([1, 1.3], [0, 0], [1, 1.3]),
            ([1, 1.3], [0.2, 0], [1.15, 1.15]),
            ([4, 10], [0, 4], [7, 7]),
            ([4, 10], [0, 3.9], [4, 10]),
            ([4, 10], [2.4, 3.2], [7, 7]),
            ([10, 1, 9, 11], [0, 0, 0, 0], [10.5, 1, 9, 10.5]),
            ([10, 1, 9, 11], [1, 0, 1, 1], [10, 1, 10, 10]),
            ([100, 50, 10, 5], [0, 50, 0, 5], [75, 75, 7.5, 7.5]),
        ] as [([Double], [Double], [Double])])
    func `speeds count as equal unless they differ by more than their measurements do`(
        means: [Double], deviations: [Double], expected: [Double]
    ) {
        let evened = SpeedGroups.even(zip(means, deviations).map { MeasuredSpeed(mean: $0, deviation: $1) })
        #expect(zip(evened, expected).allSatisfy { abs($0 - $1) < 1e-9 } && evened.count == expected.count, "\(evened)")
    }

    @Test func `a change that lasts shows within some leases, and one that doesn't never does`() {
        var slowed = MeasuredSpeed(mean: 100, deviation: 20)
        let other = MeasuredSpeed(mean: 100, deviation: 20)
        slowed.take(MeasuredSpeed(mean: 10), weight: 0.3)
        for _ in 0..<5 {
            #expect(SpeedGroups.even([slowed, other])[0] > 50)
            slowed.take(MeasuredSpeed(mean: 100), weight: 0.3)
        }
        for _ in 0..<6 { slowed.take(MeasuredSpeed(mean: 10), weight: 0.3) }
        #expect(SpeedGroups.even([slowed, other])[0] < 25)
        for _ in 0..<4 { slowed.take(MeasuredSpeed(mean: 100), weight: 0.3) }
        #expect(SpeedGroups.even([slowed, other])[0] > 50)
    }
}
