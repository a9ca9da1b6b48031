import Foundation
import Learning
import Testing

@Suite struct ExponentialTests {
    /// Every 251st float from -104 to 88.7, against Double.
    @Test func `the exponential is within 1 ulp of the exact value`() {
        var worst = 0.0
        for sign in [Float(1), -1] {
            let last = (sign > 0 ? Float(88.7) : 104).bitPattern
            for pattern in stride(from: UInt32(0), through: last, by: 251) {
                let x = sign * Float(bitPattern: pattern)
                worst = max(worst, ulps(exponential(x), from: exp(Double(x))))
            }
        }
        #expect(worst < 1)
        #expect(worst > 0.5, "an approximation that never errs by more than rounding is not what is measured here")
    }

    @Test(arguments: [
        (Float(0), Float(1)), (-0.0, 1), (-.infinity, 0), (.infinity, .infinity), (-1000, 0), (-104, 0),
        (88.8, .infinity), (1000, .infinity), (.greatestFiniteMagnitude, .infinity),
        (-.greatestFiniteMagnitude, 0), (-103.28, .leastNonzeroMagnitude), (.leastNonzeroMagnitude, 1),
    ])
    func `special arguments have exact results`(x: Float, expected: Float) {
        #expect(exponential(x) == expected)
    }

    @Test func `NaN stays NaN`() {
        #expect(exponential(Float.nan).isNaN)
        #expect(exponential(-Float.nan).isNaN)
    }

    @Test func `each lane has the bits of the same operations done by hand`() {
        let values = randomFloats(8, scale: 100)
        let lanes = exponential(Lanes(values))
        for lane in 0..<8 { #expect(lanes[lane].bitPattern == byHand(values[lane]).bitPattern) }
    }

    /// The formula in scalars.
    private func byHand(_ x: Float) -> Float {
        let n = (x * 1.442_695_04 + 12_582_912) - 12_582_912
        let r = (x - n * 0.693_359_375) - n * -2.121_944_4e-4
        var p: Float = r * 1.987_569_15e-4 + 1.398_199_950_7e-3
        p = p * r + 8.333_451_907_3e-3
        p = p * r + 4.166_579_589_4e-2
        p = p * r + 1.666_666_545_9e-1
        p = p * r + 5.000_000_120_1e-1
        let mantissa = (p * (r * r) + r) + 1
        let half = Int(n) >> 1
        return mantissa * Float(sign: .plus, exponent: half, significand: 1)
            * Float(sign: .plus, exponent: Int(n) - half, significand: 1)
    }
}
