/// `base` to the power of `exponent`, by repeated squaring from the lowest bit on: the same bits on every processor.
package func power(_ base: Double, _ exponent: UInt64) -> Double {
    var result = 1.0
    var square = base
    var remaining = exponent
    while remaining > 0 {
        if remaining & 1 == 1 { result *= square }
        square *= square
        remaining >>= 1
    }
    return result
}
