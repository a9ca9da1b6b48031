/// e to the power of `x`, within 2 ulp; infinite above 709.7, 0 below -708, NaN for NaN.
///
/// Multiplications and additions only, in the order written: the same bits on every processor.
package func exponential(_ x: Double) -> Double {
    guard x == x else { return x }
    guard x <= 709.7 else { return .infinity }
    guard x >= -708 else { return 0 }
    // x = n ln 2 + r. Adding 1.5 * 2^52 rounds to an integer.
    let n = (x * 1.442_695_040_888_963_4 + 6_755_399_441_055_744) - 6_755_399_441_055_744
    let r = (x - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10
    // Taylor's series of e^r on [-ln 2 / 2, ln 2 / 2].
    var sum = 1.0
    for k in stride(from: 14, to: 0, by: -1) { sum = 1 + r * sum / Double(k) }
    return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
}
