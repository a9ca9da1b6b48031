/// e to the power of each lane.
///
/// Within 1 ulp of the exact value for every float (measured, see `NUMERICS.md`); results below
/// 2^-149 round to 0 or the least subnormal, results above the greatest float are infinite, NaN stays NaN.
/// Multiplications and additions only, in the order written: the same bits on every processor.
@inline(__always)
package func exponential(_ x: Lanes) -> Lanes {
    // Outside these bounds the result is 0 or infinite anyway; a NaN passes through both comparisons.
    var bounded = x.replacing(with: -105, where: x .< -105)
    bounded.replace(with: 90, where: bounded .> 90)

    // x = n ln 2 + r. Adding 1.5 * 2^23 rounds to an integer, which the low bits then hold.
    let shifted = bounded * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = (bounded - n * 0.693_359_375) - n * -2.121_944_4e-4

    // e^r on [-ln 2 / 2, ln 2 / 2]: Cephes' polynomial (expf).
    var p = r * 1.987_569_15e-4 + 1.398_199_950_7e-3
    p = p * r + 8.333_451_907_3e-3
    p = p * r + 4.166_579_589_4e-2
    p = p * r + 1.666_666_545_9e-1
    p = p * r + 5.000_000_120_1e-1
    let mantissa = (p * (r * r) + r) + 1

    // Times 2^n in two steps, so that each factor is a normal float and only the last product rounds.
    let power = integers(of: shifted) &- 0x4B40_0000
    let half = power &>> 1
    return mantissa * powerOfTwo(half) * powerOfTwo(power &- half)
}

/// e to the power of `x`, the same bits as a lane of the vector form.
package func exponential(_ x: Float) -> Float {
    exponential(Lanes(repeating: x))[0]
}

@inline(__always)
private func integers(of lanes: Lanes) -> SIMD8<Int32> {
    // Both are 32 bytes of plain bits.
    unsafe unsafeBitCast(lanes, to: SIMD8<Int32>.self)
}

@inline(__always)
private func powerOfTwo(_ power: SIMD8<Int32>) -> Lanes {
    // Both are 32 bytes of plain bits.
    unsafe unsafeBitCast((power &+ 127) &<< 23, to: Lanes.self)
}
