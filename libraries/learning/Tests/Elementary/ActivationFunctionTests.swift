import Foundation
import Learning
import Testing

@Suite struct ActivationFunctionTests {
    struct Function: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let ours: @Sendable (Float) -> Float
        let exact: @Sendable (Double) -> Double
        let bound: Double
        let last: Float
    }

    static let functions = [
        Function(
            testDescription: "tanh", ours: { hyperbolicTangent($0) }, exact: { tanh($0) }, bound: 2, last: 20),
        Function(
            testDescription: "sigmoid", ours: { sigmoid($0) }, exact: { 1 / (1 + exp(-$0)) }, bound: 3, last: 87),
        Function(
            testDescription: "error function", ours: { errorFunction($0) }, exact: { erf($0) }, bound: 2, last: 20),
    ]

    /// Every 251st float on both sides of 0, up to where the result no longer changes or is no normal float.
    @Test(arguments: functions)
    func `the result is within the bound in ulp`(function: Function) {
        var (worst, place) = (0.0, Float(0))
        for sign in [Float(1), -1] {
            for pattern in stride(from: UInt32(0), through: function.last.bitPattern, by: 251) {
                let x = sign * Float(bitPattern: pattern)
                let error = ulps(function.ours(x), from: function.exact(Double(x)))
                if error > worst { (worst, place) = (error, x) }
            }
        }
        #expect(worst < function.bound, "worst at \(place)")
        #expect(worst > 0.5, "an approximation that never errs by more than rounding is not what is measured here")
    }

    @Test(arguments: functions)
    func `NaN stays NaN, and infinity has its limit`(function: Function) {
        #expect(function.ours(.nan).isNaN)
        for x in [Float.infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude] {
            #expect(function.ours(x) == Float(function.exact(Double(x))))
        }
    }

    @Test func `the exponential in Double is within 2 ulp`() {
        for step in -7000...7090 {
            let x = Double(step) / 10 + 0.012_345
            #expect(abs(exponential(x) - exp(x)) <= 2 * exp(x).ulp)
        }
        #expect(exponential(710.0) == .infinity && exponential(-800.0) == 0 && exponential(Double.nan).isNaN)
    }
}
