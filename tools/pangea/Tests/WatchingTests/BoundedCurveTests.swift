import Testing
import Watching

@Suite struct BoundedCurveTests {
    @Test func `windows double where there would be too many points`() {
        var curve = BoundedCurve(mostPoints: 4)
        for step in 0..<4 { curve.add(Double(step), at: UInt64(step)) }
        #expect(curve.means == [0, 1, 2, 3])
        curve.add(4, at: 4)
        #expect(curve.means == [0.5, 2.5, 4])
        for step in 5..<9 { curve.add(Double(step), at: UInt64(step)) }
        #expect(curve.means == [1.5, 5.5, 8])
    }

    @Test func `it is bounded also where doubling once leaves as many windows`() {
        var curve = BoundedCurve(mostPoints: 4)
        for step in [0, 1 << 40, 1 << 50, 1 << 60, UInt64.max] { curve.add(Double(step >> 60), at: step) }
        #expect(curve.means == [0, 0, 1, 15])
    }

    @Test func `steps that are left out leave no points, and far ones cost nothing`() {
        var curve = BoundedCurve(mostPoints: 4)
        for step in [0, 1 << 40, 1 << 50, UInt64.max] { curve.add(1, at: step) }
        #expect(curve.means == [1, 1, 1, 1])
        curve.add(.nan, at: .max)
        curve.add(3, at: .max)
        #expect(curve.means == [1, 1, 1, 2])
    }
}
