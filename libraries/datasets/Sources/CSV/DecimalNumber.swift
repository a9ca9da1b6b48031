/// Decimal numbers as the nearest float32.
enum DecimalNumber {
    /// Digits whose number always fits in 64 bits.
    static let maximumDigits = 19

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The float32 nearest to mantissa 10^exponent, 0 ≥ `exponent`; nil where that takes more than one division.
    ///
    /// Both arguments are exact as float64, so that their quotient is the nearest float64. Rounding it again gives the
    /// nearest float32 unless it lies right between two of those: a float64 that isn't there lies on the same side of
    /// that middle as the number itself, as the middle is a float64 too.
    static func float(_ mantissa: UInt64, exponent: Int) -> Float? {
        guard mantissa < 1 << 53, exponent > -powers.count else { return nil }
        guard exponent < 0 else { return mantissa < 1 << 24 ? Float(mantissa) : rounded(Double(mantissa)) }
        return rounded(Double(mantissa) / powers[-exponent])
    }

    private static func rounded(_ value: Double) -> Float? {
        let isMiddle = value.bitPattern & 0x1fff_ffff == 0x1000_0000
        // Below 2^-126 float32 has fewer digits, and other middles.
        guard !isMiddle, value >= 0x1p-126 || value == 0 else { return nil }
        return Float(value)
    }

    /// The number that a text says; nil where it is none.
    ///
    /// Neither "nan" nor "inf" nor hexadecimal digits, which Swift would read as numbers.
    static func float(_ text: String) -> Float? { isDecimal(text) ? Float(text) : nil }

    /// The number as float64, likewise.
    static func double(_ text: String) -> Double? { isDecimal(text) ? Double(text) : nil }

    private static func isDecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
    }
}
