/// Numbers of a schema's type from what stands for them in JSON.
enum JSONNumber {
    /// The bits of a number; nothing for what isn't one, or one that the type can't hold.
    static func bits(of content: JSONValue.Content, as type: NumberPlan) -> UInt64? {
        let isFloat = type.bits(floating: 0) != nil
        switch content {
        case .null: return type.bits(floating: .nan)
        case .number(let value, let text):
            if isFloat { return type.bits(floating: value) }
            // All digits of an integer count, though a floating-point number may not hold them.
            if let integer = integer(text[...]) {
                return type.bits(magnitude: integer.magnitude, isNegative: integer.isNegative)
            }
            guard let magnitude = UInt64(exactly: value.magnitude) else { return nil }
            return type.bits(magnitude: magnitude, isNegative: value < 0)
        case .string(let string):
            let text = string.drop { $0.isWhitespace }
            if isFloat { return Double(text).flatMap(type.bits(floating:)) }
            guard let integer = integer(text) else { return nil }
            return type.bits(magnitude: integer.magnitude, isNegative: integer.isNegative)
        case .boolean, .array, .object: return nil
        }
    }

    /// A sign and digits, decimal or, behind `0x`, hexadecimal.
    private static func integer(_ text: Substring) -> (magnitude: UInt64, isNegative: Bool)? {
        let isNegative = text.hasPrefix("-")
        let digits = text.dropFirst(isNegative || text.hasPrefix("+") ? 1 : 0)
        let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
        let rest = isHexadecimal ? digits.dropFirst(2) : digits
        // The initialiser would take another sign.
        guard rest.first?.isHexDigit ?? false else { return nil }
        return UInt64(rest, radix: isHexadecimal ? 16 : 10).map { ($0, isNegative) }
    }
}
