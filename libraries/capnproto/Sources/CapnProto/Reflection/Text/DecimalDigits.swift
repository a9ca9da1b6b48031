/// The first digits of a binary number's decimal expansion, rounded to the nearest, ties to even.
struct DecimalDigits {
    /// Values from 0 to 9, the first not 0, without zeros at the end.
    let digits: [UInt8]
    /// The power of ten of the first digit.
    let exponent: Int

    /// The number `significand` times two to the power of `binaryExponent`, to at most `count` digits.
    ///
    /// `significand` isn't 0; `binaryExponent` is that of a `Double`.
    init(significand: UInt64, binaryExponent: Int, count: Int) {
        // Below one, m / 2^k is m * 5^k / 10^k: the digits are those of a whole number.
        var significand = significand
        var binaryExponent = binaryExponent
        while binaryExponent < 0, significand & 1 == 0 {
            significand >>= 1
            binaryExponent += 1
        }
        var number = WholeNumber(significand)
        if binaryExponent > 0 {
            number.multiply(by: 2, count: binaryExponent)
        } else {
            number.multiply(by: 5, count: -binaryExponent)
        }
        let all = number.decimalDigits()
        let point = all.count + min(binaryExponent, 0)
        (digits, exponent) = Self.rounded(all, point: point, count: count)
    }

    private static func rounded(_ all: [UInt8], point: Int, count: Int) -> (digits: [UInt8], exponent: Int) {
        var digits = Array(all.prefix(count))
        var exponent = point - 1
        if all.count > count {
            let rest = all[(count + 1)...]
            let isAbove = all[count] > 5 || (all[count] == 5 && rest.contains { $0 != 0 })
            if isAbove || (all[count] == 5 && digits[count - 1] % 2 == 1) {
                while digits.last == 9 { digits.removeLast() }
                if let last = digits.indices.last {
                    digits[last] += 1
                } else {
                    digits = [1]
                    exponent += 1
                }
            }
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        return (digits, exponent)
    }
}

/// A natural number of any size.
private struct WholeNumber {
    /// In base 2^32, the lowest first, without zeros at the end.
    private var words: [UInt32]

    init(_ value: UInt64) {
        words = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
        trim()
    }

    /// Multiplies by `factor`, 2 or 5, `count` times.
    mutating func multiply(by factor: UInt32, count: Int) {
        // 2^13 and 5^13 are the largest of the two powers that fit a word together with what they carry.
        var power: UInt32 = 1
        for _ in 0..<13 { power *= factor }
        for _ in 0..<count / 13 { multiply(by: power) }
        for _ in 0..<count % 13 { multiply(by: factor) }
    }

    private mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in words.indices {
            let product = UInt64(words[index]) * UInt64(factor) + carry
            words[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { words.append(UInt32(truncatingIfNeeded: carry)) }
    }

    /// The digits, the highest first.
    consuming func decimalDigits() -> [UInt8] {
        var reversed: [UInt8] = []
        while !words.isEmpty {
            var remainder: UInt64 = 0
            for index in words.indices.reversed() {
                let value = remainder << 32 | UInt64(words[index])
                words[index] = UInt32(truncatingIfNeeded: value / 1_000_000_000)
                remainder = value % 1_000_000_000
            }
            trim()
            for _ in 0..<9 {
                reversed.append(UInt8(truncatingIfNeeded: remainder % 10))
                remainder /= 10
            }
        }
        while reversed.last == 0 { reversed.removeLast() }
        return reversed.reversed()
    }

    private mutating func trim() {
        while words.last == 0 { words.removeLast() }
    }
}
