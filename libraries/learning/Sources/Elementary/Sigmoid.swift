/// 1 / (1 + e^-x) of each lane.
///
/// Within 3 ulp of the exact value for every float (measured, see `NUMERICS.md`), tiny results included; NaN stays NaN.
/// Multiplications, additions and a division only, in the order written: the same bits on every processor.
@inline(__always)
package func sigmoid(_ x: Lanes) -> Lanes {
    // e^-|x| never overflows: 1 / (1 + e) above 0, e / (1 + e) below.
    let power = exponential(x.replacing(with: -x, where: x .> 0))
    let numerator = power.replacing(with: 1, where: x .>= 0)
    return numerator / (1 + power)
}

/// The sigmoid of `x`, the same bits as a lane of the vector form.
package func sigmoid(_ x: Float) -> Float {
    sigmoid(Lanes(repeating: x))[0]
}
