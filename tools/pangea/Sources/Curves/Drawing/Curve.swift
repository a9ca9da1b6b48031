internal import RunRecords

/// One line of a chart, and what belongs to it.
struct Curve {
    /// The most signs on a line: more would hide it.
    private static let mostMarks = 60

    /// A point: its place along the horizontal axis, and what is known of its value.
    struct Point {
        let x: Double
        let value: Extent
    }

    let points: [Point]
    /// The number of its colour.
    let colour: Int
    /// The sign of each point; nil for a line without.
    let marker: Marker?
    /// Whether the range from the least to the greatest is drawn too.
    let hasBand: Bool

    /// Training steps of several runs are drawn finely: they would hide the evaluations otherwise.
    private var width: String { marker != nil ? "2" : hasBand ? "1.8" : "1.1" }

    /// Draws it.
    func draw(into text: inout SVGText, _ horizontal: Axis, _ vertical: Axis) {
        let pieces = points.split { point in point.value.mean.map { !vertical.has($0) } ?? true }
        for piece in pieces {
            if hasBand { band(Array(piece), &text, horizontal, vertical) }
            line(Array(piece), &text, horizontal, vertical)
        }
        guard let marker else { return }
        let marked = pieces.flatMap(\.self)
        for point in marked.count > Self.mostMarks ? marked.suffix(1) : marked[...] {
            let y = vertical.place(point.value.mean ?? 0)
            Self.mark(&text, marker, colour: colour, horizontal.place(point.x), y)
        }
    }

    private func line(_ piece: [Point], _ text: inout SVGText, _ horizontal: Axis, _ vertical: Axis) {
        guard piece.count > 1 || marker == nil else { return }
        var places = piece.map { Self.place(horizontal.place($0.x), vertical.place($0.value.mean ?? 0)) }
        // A line of one point is a dot.
        if places.count == 1 { places.append(places[0]) }
        text.add(
            "path",
            [
                "class": "c\(colour)", "d": "M" + places.joined(separator: "L"), "fill": "none",
                "stroke-width": width, "stroke-linejoin": "round", "stroke-linecap": "round",
                "stroke-dasharray": marker == nil ? "none" : "5 4",
            ])
    }

    private func band(_ piece: [Point], _ text: inout SVGText, _ horizontal: Axis, _ vertical: Axis) {
        let top = piece.map { Self.place(horizontal.place($0.x), vertical.place($0.value.greatest)) }
        let bottom = piece.reversed().map { point in
            let least = vertical.has(point.value.least) ? point.value.least : vertical.range.lowerBound
            return Self.place(horizontal.place(point.x), vertical.place(least))
        }
        text.add(
            "path",
            ["class": "f\(colour)", "d": "M" + (top + bottom).joined(separator: "L") + "Z", "fill-opacity": "0.16"])
    }

    /// Draws the sign of a point.
    static func mark(_ text: inout SVGText, _ marker: Marker, colour: Int, _ x: Double, _ y: Double) {
        let hollow = "hollow c\(colour)"
        text.add(
            "path",
            [
                "class": marker.isHollow ? hollow : "f\(colour) edge", "d": marker.path(x, y),
                "stroke-width": marker.isHollow ? "1.6" : "1",
            ])
    }

    private static func place(_ x: Double, _ y: Double) -> String { "\(Numeral.place(x)) \(Numeral.place(y))" }
}
