import Curves
import Testing

@Suite struct AxisTests {
    @Test(
        arguments: [
            (0.0...460, [0.0, 100, 200, 300, 400]), (0...1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
            (0.2...0.95, [0.2, 0.4, 0.6, 0.8]),
            (0...1e-9, [0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9]), (-3...2, [-3, -2, -1, 0, 1, 2]),
        ])
    func `ticks are round numbers within the range`(range: ClosedRange<Double>, expected: [Double]) {
        let ticks = Axis(range, from: 0, to: 100).ticks(5)
        #expect(ticks.count == expected.count)
        for (tick, wanted) in zip(ticks, expected) { #expect(abs(tick - wanted) <= abs(wanted) * 1e-9 + 1e-20) }
    }

    @Test func `a logarithmic axis has powers, and no place for what isn't above zero`() {
        let axis = Axis(0.01...10, from: 0, to: 300, spacing: .logarithmic)
        #expect(axis.ticks(5).contains { abs($0 - 0.1) < 1e-12 })
        #expect(abs(axis.place(0.1) - 100) < 1e-9)
        #expect(!axis.has(0) && axis.has(0.5))
        #expect(axis.ticks(5).allSatisfy { (0.01...10).contains($0) })
    }

    @Test(arguments: [[], [.nan], [2], [0], [-1, 1], [1e300, 2e300], [1e-300], [.infinity, 3]] as [[Double]])
    func `whatever the values are, the range isn't empty`(values: [Double]) {
        for spacing in [Axis.Spacing.even, .logarithmic] {
            let range = Axis.range(of: values, spacing: spacing, atMost: nil)
            #expect(range.lowerBound < range.upperBound)
            let axis = Axis(range, from: 0, to: 100, spacing: spacing)
            #expect(axis.place(range.upperBound).isFinite)
            #expect(axis.ticks(5).count <= 1000)
        }
    }
}
