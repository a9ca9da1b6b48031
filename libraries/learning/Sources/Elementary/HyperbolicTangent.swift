/// The hyperbolic tangent of each lane.
///
/// Within 2 ulp of the exact value for every float (measured, see `NUMERICS.md`); NaN stays NaN.
/// Multiplications, additions and a division only, in the order written: the same bits on every processor.
@inline(__always)
package func hyperbolicTangent(_ x: Lanes) -> Lanes {
    let magnitude = x.replacing(with: -x, where: x .< 0)

    // Near 0: Cephes' polynomial (tanhf).
    let square = x * x
    var p = square * -5.704_988_727_45e-3 + 2.063_908_879_54e-2
    p = p * square - 5.373_971_555_31e-2
    p = p * square + 1.333_144_220_36e-1
    p = p * square - 3.333_328_194_22e-1
    let near = p * square * x + x

    // Farther off: 1 - 2 / (e^2|x| + 1).
    let far = 1 - 2 / (exponential(magnitude + magnitude) + 1)
    let signed = far.replacing(with: -far, where: x .< 0)
    return signed.replacing(with: near, where: magnitude .< 0.625)
}

/// The hyperbolic tangent of `x`, the same bits as a lane of the vector form.
package func hyperbolicTangent(_ x: Float) -> Float {
    hyperbolicTangent(Lanes(repeating: x))[0]
}
