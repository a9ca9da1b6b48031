/// The natural logarithm of each lane.
///
/// Within 1 ulp of the exact value for every positive float (measured, see `NUMERICS.md`), subnormals
/// included; -infinity for 0, NaN below 0, infinity for infinity, NaN for NaN.
/// Multiplications and additions only, in the order written: the same bits on every processor.
@inline(__always)
package func logarithm(_ x: Lanes) -> Lanes {
    // Subnormals are scaled into the normal range first.
    let isSmall = x .< Lanes(repeating: Float.leastNormalMagnitude)
    let scaled = x.replacing(with: x * 0x1p25, where: isSmall)
    let offset = Lanes.zero.replacing(with: 25, where: isSmall)

    // x = 2^e (1 + m) with 1 + m in [sqrt(1/2), sqrt(2)).
    let bits = unsafe unsafeBitCast(scaled, to: SIMD8<Int32>.self)  // Both are 32 bytes of plain bits.
    let shifted = bits &- 0x3F35_04F3
    let exponent = shifted &>> 23
    let mantissaBits = bits &- (exponent &<< 23)
    let m = unsafe unsafeBitCast(mantissaBits, to: Lanes.self) - 1  // Both are 32 bytes of plain bits.
    let e = float(exponent) - offset

    // log(1 + m): Cephes' polynomial (logf).
    let square = m * m
    var p = m * 7.037_683_629_2e-2 - 1.151_461_031_0e-1
    p = p * m + 1.167_699_874_0e-1
    p = p * m - 1.242_014_084_6e-1
    p = p * m + 1.424_932_278_7e-1
    p = p * m - 1.666_805_766_5e-1
    p = p * m + 2.000_071_476_5e-1
    p = p * m - 2.499_999_399_3e-1
    p = p * m + 3.333_333_117_4e-1
    let tail = (p * m * square + e * -2.121_944_4e-4) - square * 0.5
    var result = (m + tail) + e * 0.693_359_375

    result.replace(with: x, where: x .== .infinity)
    result.replace(with: -.infinity, where: x .== 0)
    result.replace(with: .nan, where: x .< 0)
    result.replace(with: x, where: x .!= x)
    return result
}

/// The natural logarithm of `x`, the same bits as a lane of the vector form.
package func logarithm(_ x: Float) -> Float {
    logarithm(Lanes(repeating: x))[0]
}

/// Small integers (below 2^22 in magnitude) as floats, by the bits of 1.5 * 2^23 plus the integer.
@inline(__always)
private func float(_ integers: SIMD8<Int32>) -> Lanes {
    // Both are 32 bytes of plain bits.
    unsafe unsafeBitCast(integers &+ 0x4B40_0000, to: Lanes.self) - 12_582_912
}
