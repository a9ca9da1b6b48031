internal import Foundation

/// Numbers for people.
enum Numeral {
    /// Up to six digits that count, without zeros behind them.
    static func short(_ value: Double) -> String { unsafe String(format: "%.6g", value == 0 ? 0 : value) }

    /// Four digits that count.
    static func rounded(_ value: Double) -> String { unsafe String(format: "%.4g", value) }

    /// A whole number with a comma behind each three digits.
    static func grouped(_ value: UInt64) -> String {
        var text = ""
        for (index, digit) in String(value).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A place in the picture, to a tenth.
    static func place(_ value: Double) -> String {
        let text = unsafe String(format: "%.1f", value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
