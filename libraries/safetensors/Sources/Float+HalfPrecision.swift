extension Float {
    /// The value of the 16 bits of an IEEE 754 binary16, exactly; a NaN stays one with its payload.
    init(halfPrecision bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1f)
        let fraction = UInt32(bits & 0x3ff)
        switch exponent {
        case 0:
            // Subnormal: the fraction times 2^-24.
            let magnitude = Float(fraction) * 0x1p-24
            self = Float(bitPattern: sign | magnitude.bitPattern)
        case 0x1f:
            self = Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
        default:
            self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
