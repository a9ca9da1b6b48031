package import Terminal

/// Lines that tell of a file: facts with their names, tables, and what is wrong.
package struct ReportText {
    private let style: TextStyle
    /// What was told so far.
    package private(set) var lines: [String] = []

    /// Nothing yet; texts from the file go through `PlainText`.
    package init(_ style: TextStyle) { self.style = style }

    private static let nameWidth = 14

    /// What the file is.
    mutating func title(_ text: String) { lines.append(style.text(PlainText.of(text), .strong)) }

    /// A part of the report.
    mutating func section(_ text: String) { lines += ["", style.text(PlainText.of(text), .strong)] }

    /// A fact.
    mutating func fact(_ name: String, _ value: String, _ tone: TextStyle.Tone? = nil) {
        let padding = String(repeating: " ", count: max(1, Self.nameWidth - name.count))
        let plain = PlainText.of(value, limit: 2000)
        lines.append("  \(name)\(padding)\(tone.map { style.text(plain, $0) } ?? plain)")
    }

    /// Rows of fields in columns; those of `right` end at one place.
    mutating func table(_ rows: [[String]], right: Set<Int> = []) {
        let plain = rows.map { $0.map { PlainText.of($0, limit: 80) } }
        let columnCount = plain.map(\.count).max() ?? 0
        let widths = (0..<columnCount).map { column in
            plain.compactMap { column < $0.count ? $0[column].count : nil }.max() ?? 0
        }
        for row in plain {
            let fields = row.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                return right.contains(column) ? padding + text : text + padding
            }
            var line = "  " + fields.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
    }

    /// Lines as they are, which were made harmless already.
    mutating func verbatim(_ text: String) {
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    }

    /// For example "64 x 10"; "scalar" for no dimension.
    static func shape(_ shape: [Int]) -> String {
        shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: " x ")
    }
}
