/// How raw rows of a table become features: the columns of a `FittedTable` without their names, for the loop over rows.
///
/// Raw numbers of columns of categories are the categories' places, one beyond the last for others; NaN stands for a
/// number that is missing.
struct TablePlan: Sendable {
    private struct Step {
        /// Categories with the one for others; 0 for a column of numbers.
        let categoryCount: Int
        let fill: Float
        let hasIndicator: Bool
        let mean: Float
        let deviation: Float
    }

    private let steps: [Step]
    /// Whether every column is one of numbers without an indicator.
    private let isPlain: Bool

    init(_ table: FittedTable) {
        steps = table.columns.map { column in
            let number = column.number ?? FittedNumber()
            return Step(
                categoryCount: column.categories.map { $0.count + 1 } ?? 0, fill: number.fill ?? 0,
                hasIndicator: number.hasIndicator, mean: number.mean, deviation: number.deviation)
        }
        isPlain = steps.allSatisfy { $0.categoryCount == 0 && !$0.hasIndicator }
    }

    /// Writes one row after the other, preprocessed, into `output`, (rows, features of the table).
    func gather(_ rows: [Int], of matrix: FeatureMatrix, into output: inout MutableSpan<Float>) {
        guard case .floats(let floats) = matrix.storage else { return }
        let steps = steps.span
        if isPlain {
            gatherPlain(rows, floats.span, steps, into: &output)
            return
        }
        let source = floats.span
        var to = 0
        for row in rows {
            for column in steps.indices {
                write(source[row * steps.count + column], steps[column], at: &to, of: &output)
            }
        }
    }

    private func gatherPlain(
        _ rows: [Int], _ source: Span<Float>, _ steps: Span<Step>, into output: inout MutableSpan<Float>
    ) {
        let width = steps.count
        for (position, row) in rows.enumerated() {
            let (from, to) = (row * width, position * width)
            for column in 0..<width {
                let raw = source[from + column]
                let value = raw.isNaN ? steps[column].fill : raw
                output[to + column] = (value - steps[column].mean) / steps[column].deviation
            }
        }
    }

    @inline(__always)
    private func write(_ raw: Float, _ step: Step, at to: inout Int, of output: inout MutableSpan<Float>) {
        if step.categoryCount > 0 {
            for place in 0..<step.categoryCount { output[to + place] = 0 }
            // Places come from the fit; the bounds hold for whatever else might.
            output[to + (raw >= 0 && raw < Float(step.categoryCount) ? Int(raw) : step.categoryCount - 1)] = 1
            to += step.categoryCount
            return
        }
        output[to] = ((raw.isNaN ? step.fill : raw) - step.mean) / step.deviation
        to += 1
        guard step.hasIndicator else { return }
        output[to] = raw.isNaN ? 1 : 0
        to += 1
    }
}
