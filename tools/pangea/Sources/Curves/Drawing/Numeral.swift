internal import Foundation

/// Numbers for people.
enum Numeral {
    /// Up to six digits that count, without zeros behind them.
    static func short(_ value: Double) -> String { String(format: "%.6g", value == 0 ? 0 : value) }

    /// Four digits that count.
    static func rounded(_ value: Double) -> String { String(format: "%.4g", value) }

    /// A place in the picture, to a tenth.
    static func place(_ value: Double) -> String {
        let text = String(format: "%.1f", value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
