/// What the lines of a picture stand for, in rows above its charts.
struct Legend {
    private struct Entry {
        let text: String
        let x: Double
        let y: Double
        let kind: Kind
    }

    private enum Kind {
        /// The training of the only run, or of any.
        case training(colour: Int?)
        /// The evaluations of the only run, or of any.
        case evaluation(colour: Int?)
        /// A run, by its place among them.
        case run(Int)
    }

    private static let rowHeight = 24.0
    private static let keyWidth = 34.0
    /// What a character takes about, of the widest font among those that are asked for.
    private static let characterWidth = 8.2
    private static let longestName = 48

    private let entries: [Entry]
    /// All rows.
    let height: Double

    /// Lays the entries out in rows of `width`.
    init(runs: [RunCurves], width: Double) {
        let kinds: [(String, Kind)] =
            runs.count == 1
            ? [
                (Self.short(runs[0].name) + ", training: mean and range", .training(colour: 0)),
                ("evaluation", .evaluation(colour: 1)),
            ]
            : runs.enumerated().map { (Self.short($1.name), .run($0)) } + [
                ("training", .training(colour: nil)), ("evaluation", .evaluation(colour: nil)),
            ]
        var (x, y) = (0.0, 0.0)
        var entries: [Entry] = []
        for (text, kind) in kinds {
            let entryWidth = Self.keyWidth + 8 + Double(text.count) * Self.characterWidth
            if x > 0, x + entryWidth > width { (x, y) = (0, y + Self.rowHeight) }
            entries.append(Entry(text: text, x: x, y: y, kind: kind))
            x += entryWidth + 16
        }
        self.entries = entries
        height = y + Self.rowHeight
    }

    private static func short(_ name: String) -> String {
        name.count > longestName ? "\(name.prefix(longestName - 1))…" : name
    }

    /// Draws the rows from a place on.
    func draw(into text: inout SVGText, x: Double, y: Double) {
        for entry in entries {
            let (left, middle) = (x + entry.x, y + entry.y + 8)
            switch entry.kind {
            case .training(let colour): Self.line(&text, left, middle, colour: colour, isDashed: false)
            case .evaluation(let colour):
                Self.line(&text, left, middle, colour: colour, isDashed: true)
                if let colour { Curve.mark(&text, .diamond, colour: colour, left + Self.keyWidth / 2, middle) }
            case .run(let index):
                Self.line(&text, left, middle, colour: index, isDashed: false)
                Curve.mark(&text, Marker.allCases[index], colour: index, left + Self.keyWidth / 2, middle)
            }
            text.add(
                "text",
                ["class": "ink", "x": Numeral.place(left + Self.keyWidth + 8), "y": Numeral.place(middle + 4.5)],
                entry.text)
        }
    }

    private static func line(_ text: inout SVGText, _ x: Double, _ y: Double, colour: Int?, isDashed: Bool) {
        text.add(
            "path",
            [
                "class": colour.map { "c\($0)" } ?? "key", "d": "M\(Numeral.place(x)) \(Numeral.place(y))h\(keyWidth)",
                "fill": "none", "stroke-width": "2", "stroke-dasharray": isDashed ? "5 4" : "none",
            ])
    }
}
