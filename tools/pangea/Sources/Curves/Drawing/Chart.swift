internal import RunRecords
internal import Terminal

/// One measure of all runs, with its axes.
struct Chart {
    /// Where it is in the picture.
    struct Frame {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
    }

    // What is left beside the curves for words and numbers.
    private static let left = 52.0
    private static let right = 10.0
    private static let top = 30.0
    private static let bottom = 46.0

    private let measure: Measure
    private let runs: [RunCurves]
    private let scale: Drawing.Scale
    private let frame: Frame
    private let horizontal: Axis
    private let vertical: Axis

    init(measure: Measure, runs: [RunCurves], scale: Drawing.Scale, spacing: Axis.Spacing, frame: Frame) {
        self.measure = measure
        self.runs = runs
        self.scale = scale
        self.frame = frame
        let end = runs.map { Self.x(Double($0.stepCount), of: $0, scale) }.max() ?? 1
        horizontal = Axis(
            0...max(end, scale == .steps ? 1 : 0.01), from: frame.x + Self.left,
            to: frame.x + frame.width - Self.right)
        let values = Self.curves(measure, runs, scale).flatMap { curve in
            curve.points.filter { $0.value.count > 0 }.flatMap { point in
                curve.hasBand ? [point.value.least, point.value.greatest] : [point.value.mean ?? .nan]
            }
        }
        vertical = Axis(
            Axis.range(of: values, spacing: spacing, atMost: measure == .accuracy ? 1 : nil),
            from: frame.y + frame.height - Self.bottom, to: frame.y + Self.top, spacing: spacing)
    }

    /// Where a step is on the horizontal axis.
    private static func x(_ step: Double, of run: RunCurves, _ scale: Drawing.Scale) -> Double {
        scale == .steps ? step : step / max(1, run.stepsPerEpoch ?? 1)
    }

    /// The lines, those behind first.
    private static func curves(_ measure: Measure, _ runs: [RunCurves], _ scale: Drawing.Scale) -> [Curve] {
        let isAlone = runs.count == 1
        let training = runs.enumerated().map { index, run in
            Curve(
                points: run.training.map { bucket in
                    let middle = Double(bucket.range.lowerBound + bucket.range.upperBound) / 2
                    return Curve.Point(x: x(middle, of: run, scale), value: measure.value(of: bucket))
                }, colour: index, marker: nil, hasBand: isAlone)
        }
        let evaluation = runs.enumerated().map { index, run in
            Curve(
                points: run.evaluations.map { bucket in
                    Curve.Point(x: x(Double(bucket.step), of: run, scale), value: measure.value(of: bucket))
                }, colour: isAlone ? 1 : index, marker: Marker.allCases[index], hasBand: false)
        }
        return training + evaluation
    }

    /// Draws it.
    func draw(into text: inout SVGText) {
        axes(&text)
        for curve in Self.curves(measure, runs, scale) { curve.draw(into: &text, horizontal, vertical) }
    }

    private func axes(_ text: inout SVGText) {
        let (start, end) = (frame.x + Self.left, frame.x + frame.width - Self.right)
        let floor = frame.y + frame.height - Self.bottom
        text.add(
            "text",
            [
                "class": "ink", "x": Numeral.place(start), "y": Numeral.place(frame.y + 16), "font-size": "15",
                "font-weight": "600",
            ], measure.title)
        for value in vertical.ticks(5) {
            let y = Numeral.place(vertical.place(value))
            line(&text, "grid", start, vertical.place(value), end, vertical.place(value))
            text.add(
                "text",
                ["class": "muted", "x": Numeral.place(start - 8), "y": y, "dy": "4.5", "text-anchor": "end"],
                measure.tick(value))
        }
        line(&text, "axis", start, floor, end, floor)
        for value in horizontal.ticks(5) where scale == .epochs || value == value.rounded() {
            let x = horizontal.place(value)
            line(&text, "axis", x, floor, x, floor + 4)
            text.add(
                "text",
                ["class": "muted", "x": Numeral.place(x), "y": Numeral.place(floor + 19), "text-anchor": "middle"],
                scale == .steps ? Figures.count(UInt64(max(0, value))) : Numeral.short(value))
        }
        text.add(
            "text",
            [
                "class": "muted", "x": Numeral.place((start + end) / 2), "y": Numeral.place(floor + 38),
                "text-anchor": "middle",
            ], scale == .steps ? "step" : "epoch")
    }

    private func line(_ text: inout SVGText, _ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        text.add(
            "line",
            [
                "class": style, "x1": Numeral.place(x1), "y1": Numeral.place(y1), "x2": Numeral.place(x2),
                "y2": Numeral.place(y2),
            ])
    }
}
