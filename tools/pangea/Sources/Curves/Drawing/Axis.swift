internal import Foundation

/// Values along one side of a chart, and where in the picture they are.
package struct Axis {
    /// How values are spread.
    package enum Spacing: Sendable {
        case even, logarithmic
    }

    /// The values at both ends.
    package let range: ClosedRange<Double>
    private let spacing: Spacing
    /// The places of both ends.
    private let start: Double
    private let end: Double

    /// An axis from `start` to `end` of the picture; logarithmic ones have only values above 0.
    package init(_ range: ClosedRange<Double>, from start: Double, to end: Double, spacing: Spacing = .even) {
        self.range = range
        self.spacing = spacing
        self.start = start
        self.end = end
    }

    /// Where a value is.
    package func place(_ value: Double) -> Double {
        let (low, high, value) = (along(range.lowerBound), along(range.upperBound), along(value))
        return start + (value - low) / (high - low) * (end - start)
    }

    /// Whether a value has a place.
    package func has(_ value: Double) -> Bool { value.isFinite && (spacing == .even || value > 0) }

    private func along(_ value: Double) -> Double { spacing == .even ? value : log10(value) }

    /// Round numbers that cut the axis into about `count` parts.
    package func ticks(_ count: Int) -> [Double] {
        if spacing == .logarithmic {
            let powers = Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.up))
            let digits: [Double] = powers.count > 4 ? [1] : powers.count > 2 ? [1, 3] : [1, 2, 5]
            let ticks = powers.flatMap { power in digits.map { $0 * pow(10, Double(power)) } }
            return ticks.filter { range.contains($0) }
        }
        let raw = (range.upperBound - range.lowerBound) / Double(max(1, count))
        let power = pow(10, log10(raw).rounded(.down))
        let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= raw * 0.999 } ?? raw
        let first = (range.lowerBound / step - 1e-9).rounded(.up)
        let last = (range.upperBound / step + 1e-9).rounded(.down)
        guard last - first <= 1000 else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }
}

extension Axis {
    /// The range of a vertical axis that shows all `values`, with a little room around them.
    package static func range(of values: [Double], spacing: Spacing, atMost most: Double?) -> ClosedRange<Double> {
        let shown = values.filter { $0.isFinite && (spacing == .even || $0 > 0) }
        guard let low = shown.min(), let high = shown.max() else { return spacing == .even ? 0...1 : 0.1...1 }
        if spacing == .logarithmic { return low / 1.15...max(high, low * 1.01) * 1.15 }
        let spread = high > low ? high - low : max(abs(high), 1e-9)
        let bottom = low >= 0 ? max(0, low - spread * 0.06) : low - spread * 0.06
        let top = high + spread * 0.06
        return bottom...max(most.map { min($0, top) } ?? top, bottom + spread * 0.01)
    }
}
