/// The error function of each lane, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.
///
/// Within 2 ulp of the exact value for every float (measured, see `NUMERICS.md`); NaN stays NaN.
/// Multiplications and additions only, in the order written: the same bits on every processor.
///
/// Norbert Juffa's two polynomials (his `erff`): x + x p(x^2) near 0, and 1 - e^q(|x|) farther off.
@inline(__always)
package func errorFunction(_ x: Lanes) -> Lanes {
    let t = x.replacing(with: -x, where: x .< 0)
    let square = x * x

    var q = t * -1.728_534_70e-5 + 3.831_971_26e-4
    let u = t * -3.883_964_38e-3 + 2.425_462_19e-2
    q = q * square + u
    q = q * t - 1.067_778_77e-1
    q = q * t - 6.348_466_87e-1
    q = q * t - 1.287_175_12e-1
    q = q * t - t
    // Behind 4 the result is 1, and the polynomial has lost its meaning.
    q.replace(with: -105, where: t .> 4)
    let far = 1 - exponential(q)
    let signed = far.replacing(with: -far, where: x .< 0)

    var p = square * -5.967_617_03e-4 + 4.991_194_23e-3
    p = p * square - 2.676_813_49e-2
    p = p * square + 1.128_199_25e-1
    p = p * square - 3.761_253_36e-1
    p = p * square + 1.283_791_66e-1
    let near = p * x + x
    return signed.replacing(with: near, where: t .<= 0.927_734_375)
}

/// The error function of `x`, the same bits as a lane of the vector form.
package func errorFunction(_ x: Float) -> Float {
    errorFunction(Lanes(repeating: x))[0]
}
