/// Numbers as libcapnp prints them: with so many digits as always survive a round trip through decimal, or, where that
/// isn't the same number, with two more, in the manner of C's `%g`.
enum FloatText {
    /// With 15 or 17 digits, which always give the same number back.
    static func append(_ value: Double, to output: inout [UInt8]) {
        if appendSpecial(value, isNegative: value.sign == .minus, to: &output) { return }
        let magnitude = value.magnitude
        let significand =
            magnitude.isNormal ? magnitude.significandBitPattern | 1 << 52 : magnitude.significandBitPattern
        let exponent = max(Int(magnitude.exponentBitPattern), 1) - 1075
        let short = text(significand, exponent, count: 15)
        let isExact = Double(String(decoding: short, as: UTF8.self)) == magnitude
        output += isExact ? short : text(significand, exponent, count: 17)
    }

    /// With 6 or 8 digits.
    ///
    /// Some numbers need 9: those come back as a neighbour.
    static func append(_ value: Float, to output: inout [UInt8]) {
        if appendSpecial(Double(value), isNegative: value.sign == .minus, to: &output) { return }
        let magnitude = value.magnitude
        let significand =
            magnitude.isNormal ? magnitude.significandBitPattern | 1 << 23 : magnitude.significandBitPattern
        let exponent = max(Int(magnitude.exponentBitPattern), 1) - 150
        let short = text(UInt64(significand), exponent, count: 6)
        // Of a subnormal number, C's `strtof` reports an underflow, and libcapnp takes that for a mismatch.
        let isExact = magnitude.isNormal && Float(String(decoding: short, as: UTF8.self)) == magnitude
        output += isExact ? short : text(UInt64(significand), exponent, count: 8)
    }

    /// Appends the sign, and all of what has no digits or only a zero.
    private static func appendSpecial(_ value: Double, isNegative: Bool, to output: inout [UInt8]) -> Bool {
        if value.isNaN {
            output += "nan".utf8
            return true
        }
        if isNegative { output.append(UInt8(ascii: "-")) }
        if value.isInfinite { output += "inf".utf8 }
        if value.isZero { output.append(UInt8(ascii: "0")) }
        return value.isInfinite || value.isZero
    }

    private static func text(_ significand: UInt64, _ exponent: Int, count: Int) -> [UInt8] {
        let decimal = DecimalDigits(significand: significand, binaryExponent: exponent, count: count)
        let digits = decimal.digits.map { $0 + UInt8(ascii: "0") }
        if decimal.exponent < -4 || decimal.exponent >= count {
            let fraction = digits.count > 1 ? [UInt8(ascii: ".")] + digits[1...] : []
            let power = String(decimal.exponent.magnitude)
            let sign = decimal.exponent < 0 ? "-" : ""
            return digits[..<1] + fraction + Array("e\(sign)\(power.utf8.count < 2 ? "0" : "")\(power)".utf8)
        }
        if decimal.exponent < 0 {
            return Array("0.".utf8) + [UInt8](repeating: UInt8(ascii: "0"), count: -decimal.exponent - 1) + digits
        }
        let wholeCount = decimal.exponent + 1
        if digits.count <= wholeCount {
            return digits + [UInt8](repeating: UInt8(ascii: "0"), count: wholeCount - digits.count)
        }
        return digits[..<wholeCount] + [UInt8(ascii: ".")] + digits[wholeCount...]
    }
}
