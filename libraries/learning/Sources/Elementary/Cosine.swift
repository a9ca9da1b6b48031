/// cos(pi * `fraction`) for `fraction` from 0 to 1, within 4e-16.
///
/// Multiplications and additions only, in the order written: the same bits on every processor.
package func cosine(halfTurns fraction: Double) -> Double {
    if fraction > 0.5 { return -cosine(halfTurns: 1 - fraction) }
    if fraction > 0.25 { return sineNearZero((0.5 - fraction) * Double.pi) }
    return cosineNearZero(fraction * Double.pi)
}

/// Taylor's series up to x^16, for x from 0 to pi / 4.
private func cosineNearZero(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    for k in stride(from: 16, to: 0, by: -2) { sum = 1 - square * sum / Double(k * (k - 1)) }
    return sum
}

/// Taylor's series up to x^17, for x from 0 to pi / 4.
private func sineNearZero(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    for k in stride(from: 17, to: 1, by: -2) { sum = 1 - square * sum / Double(k * (k - 1)) }
    return x * sum
}
