/// A SHA-256 digest: 32 bytes that name a content.
public struct Digest: Hashable, Sendable {
    /// The number of bytes in every digest.
    public static let byteCount = 32

    /// The bytes from the first on, eight to a word, the first of them in the highest place.
    private let words: InlineWords

    private struct InlineWords: Hashable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var fourth: UInt64 = 0

        subscript(index: Int) -> UInt64 {
            get {
                switch index {
                case 0: first
                case 1: second
                case 2: third
                default: fourth
                }
            }
            set {
                switch index {
                case 0: first = newValue
                case 1: second = newValue
                case 2: third = newValue
                default: fourth = newValue
                }
            }
        }
    }

    /// The digest with these bytes, nil unless there are exactly 32.
    public init?(bytes: RawSpan) {
        guard bytes.byteCount == Digest.byteCount else { return nil }
        var words = InlineWords()
        for index in 0..<Digest.byteCount {
            words[index / 8] = words[index / 8] << 8 | UInt64(bytes.byte(at: index))
        }
        self.words = words
    }

    /// The digest with these bytes, nil unless there are exactly 32.
    public init?(bytes: [UInt8]) {
        // Safe: bytes have no padding.
        self.init(bytes: unsafe bytes.span.bytes)
    }

    /// The digest written as 64 hexadecimal digits of either case, nil for any other text.
    public init?(hex: String) {
        let digits = hex.utf8.compactMap(Digest.value(ofHexDigit:))
        guard digits.count == 2 * Digest.byteCount, hex.utf8.count == digits.count else { return nil }
        self.init(bytes: (0..<Digest.byteCount).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] })
    }

    /// The 32 bytes, as they go into files and messages.
    public var bytes: [UInt8] {
        (0..<Digest.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - 8 * ($0 % 8))) }
    }

    private static func value(ofHexDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Digest: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
