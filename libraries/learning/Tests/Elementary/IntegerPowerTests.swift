import Foundation
import Learning
import Testing

@Suite struct IntegerPowerTests {
    @Test(arguments: [0.9, 0.999, 0.5, 1, 0, 0.1], [0, 1, 2, 3, 10, 64, 1000, UInt64(123_456)])
    func `a power is that of libm to a few ulps per squaring`(base: Double, exponent: UInt64) {
        let expected = pow(base, Double(exponent))
        // An error of one squaring doubles in the next: at most about exponent / 2 ulps in all.
        #expect(abs(power(base, exponent) - expected) <= expected * 0x1p-52 * Double(exponent + 1))
    }
}
