import Foundation
import Learning
import Testing

@Suite struct LogarithmTests {
    /// Every 251st positive float, subnormals included, against Double.
    @Test func `the logarithm is within 1 ulp of the exact value`() {
        var worst = 0.0
        for pattern in stride(from: UInt32(1), to: Float.infinity.bitPattern, by: 251) {
            let x = Float(bitPattern: pattern)
            worst = max(worst, ulps(logarithm(x), from: log(Double(x))))
        }
        #expect(worst < 1)
    }

    @Test func `the logarithm is within 1 ulp for every float near 1`() {
        var worst = 0.0
        for pattern in (Float(1).bitPattern - 40000)...(Float(1).bitPattern + 40000) {
            let x = Float(bitPattern: pattern)
            worst = max(worst, ulps(logarithm(x), from: log(Double(x))))
        }
        #expect(worst < 1)
    }

    @Test func `special arguments have exact results`() {
        #expect(logarithm(Float(1)) == 0)
        #expect(logarithm(Float(0)) == -.infinity)
        #expect(logarithm(Float(-0.0)) == -.infinity)
        #expect(logarithm(Float.infinity) == .infinity)
        #expect(logarithm(Float(-1)).isNaN)
        #expect(logarithm(-Float.infinity).isNaN)
        #expect(logarithm(Float.nan).isNaN)
    }

    @Test func `each lane has the bits of the scalar form`() {
        let values = randomFloats(8, scale: 3).map(abs)
        let lanes = logarithm(Lanes(values))
        for lane in 0..<8 { #expect(lanes[lane].bitPattern == logarithm(values[lane]).bitPattern) }
    }
}
