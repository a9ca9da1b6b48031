internal import Foundation

/// Numbers as people read them, the same in every locale.
package enum Figures {
    /// A whole number with commas between thousands: `12,345`.
    package static func count(_ number: UInt64) -> String {
        let digits = Array(String(number))
        return String(
            digits.indices.reversed().reduce(into: [Character]()) { text, index in
                let place = digits.count - 1 - index
                if place > 0, place.isMultiple(of: 3) { text.append(",") }
                text.append(digits[index])
            }.reversed())
    }

    /// A rate with commas, or one decimal below 100: `12,345`, `9.7`.
    package static func rate(_ number: Double) -> String {
        guard number.isFinite, number >= 0 else { return "-" }
        return number < 100 ? decimals(number, 1) : count(UInt64(min(number, 1e15).rounded()))
    }

    /// A share from 0 to 1 in per cent: `52 %`, or with decimals.
    package static func share(_ share: Double, decimals count: Int = 0) -> String {
        share.isFinite ? decimals(share * 100, count) + " %" : "-"
    }

    /// A loss with four significant digits: `0.3066`.
    package static func loss(_ loss: Double) -> String {
        loss.isFinite ? String(format: "%.4g", loss) : "-"
    }

    /// A time: `48 s`, `3:07`, `2:03:07`.
    package static func time(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
        let whole = Int(seconds.rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        if hours > 0 { return "\(hours):" + padded(minutes) + ":" + padded(rest) }
        return minutes > 0 ? "\(minutes):" + padded(rest) : "\(rest) s"
    }

    /// A number with as many decimals.
    package static func decimals(_ number: Double, _ count: Int) -> String {
        String(format: "%.\(count)f", number)
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
