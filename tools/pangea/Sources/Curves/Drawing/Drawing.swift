internal import RunRecords
internal import Terminal

/// A picture of runs: a chart of the loss and, where there is one, a chart of the accuracy.
///
/// One run is drawn with the range of its training steps; of several only the means are, each run in a colour and with a
/// sign of its own, so that nothing is said by colour alone.
package struct Drawing: Sendable {
    /// What the horizontal axis counts.
    package enum Scale: String, CaseIterable, Sendable {
        case steps, epochs
    }

    /// The most runs that can be told apart.
    package static let mostRuns = Theme.colourCount

    let runs: [RunCurves]
    let scale: Scale
    let lossSpacing: Axis.Spacing
    let theme: Theme

    /// A picture of `runs`, 1 to `mostRuns` of them, each with a step; by epochs only if each has one.
    package init(_ runs: [RunCurves], by scale: Scale = .steps, logarithmicLoss: Bool = false, theme: Theme = .auto) {
        precondition((1...Self.mostRuns).contains(runs.count), "Drawing: expected 1 to \(Self.mostRuns) runs")
        self.runs = runs
        self.scale = scale
        lossSpacing = logarithmicLoss ? .logarithmic : .even
        self.theme = theme
    }

    // In the picture's own units, of which 960 are its width.
    static let width = 960.0
    private static let chartHeight = 320.0
    private static let gap = 28.0

    /// The measures that there is something to say of.
    private var measures: [Measure] { runs.contains(where: \.hasAccuracy) ? [.loss, .accuracy] : [.loss] }

    /// The picture as SVG, with a title and a description for those who don't see it.
    package var svg: String {
        let legend = Legend(runs: runs, width: Self.width - 48)
        let top = 24 + legend.height
        let height = top + Self.chartHeight + 16
        var text = SVGText()
        text.add(
            verbatim: """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Numeral.place(Self.width)) \(Numeral.place(height))" \
                width="\(Numeral.place(Self.width))" height="\(Numeral.place(height))" role="img" \
                aria-labelledby="curves-title curves-description" \
                font-family="Inter, system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif" font-size="13">

                """)
        text.add("title", ["id": "curves-title"], title)
        text.add("desc", ["id": "curves-description"], description)
        text.add("style", [:], theme.styles)
        text.add("rect", ["class": "ground", "width": "100%", "height": "100%", "rx": "10"])
        legend.draw(into: &text, x: 24, y: 18)
        let width = (Self.width - 32 - Self.gap * Double(measures.count - 1)) / Double(measures.count)
        for (index, measure) in measures.enumerated() {
            let frame = Chart.Frame(
                x: 16 + (width + Self.gap) * Double(index), y: top, width: width, height: Self.chartHeight)
            Chart(measure: measure, runs: runs, scale: scale, spacing: spacing(of: measure), frame: frame)
                .draw(into: &text)
        }
        text.add(verbatim: "</svg>\n")
        return text.text
    }

    private func spacing(of measure: Measure) -> Axis.Spacing { measure == .loss ? lossSpacing : .even }
}

// In words.
extension Drawing {
    /// What the picture is called.
    var title: String {
        let names = runs.map(\.name).joined(separator: ", ")
        return "\(measures.map(\.title).joined(separator: " and ")) of \(names) by \(scale.rawValue)"
    }

    /// What the picture says.
    var description: String { runs.map(sentence).joined(separator: " ") }

    private func sentence(on run: RunCurves) -> String {
        var parts: [String] = []
        for measure in measures where measure == .loss || run.hasAccuracy {
            let means = run.training.compactMap { measure.value(of: $0).mean }
            if let first = means.first, let last = means.last {
                parts.append("training \(measure) from \(measure.text(first)) to \(measure.text(last))")
            }
            if let mean = run.evaluations.last.flatMap({ measure.value(of: $0).mean }) {
                parts.append("evaluation \(measure) \(measure.text(mean)) at the end")
            }
        }
        return "\(run.name), \(Figures.count(run.stepCount)) steps: \(parts.joined(separator: ", "))."
    }
}
