/// Bytes as pairs of hexadecimal digits.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// The bytes of digits; nothing for what isn't a whole number of pairs of them.
    static func decoded(_ text: String) -> [UInt8]? {
        var nibbles: [UInt8] = []
        for character in text {
            guard character.isASCII, let digit = character.hexDigitValue else { return nil }
            nibbles.append(UInt8(digit))
        }
        guard nibbles.count % 2 == 0 else { return nil }
        return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}
