/// A few lines at the end of a terminal that are drawn again and again: what to write for the next ones.
package struct TerminalFrame: Hashable, Sendable {
    /// Lines that stand there.
    private var lineCount = 0

    /// Nothing stands there yet.
    package init() {}

    /// What puts `lines` in place of those that stand there: each is overwritten, so that nothing flickers.
    package mutating func draw(_ lines: [String]) -> String {
        defer { lineCount = lines.count }
        let drawn = lines.map { $0 + "\u{1b}[K\n" }.joined()
        return start + drawn + (lineCount > lines.count ? "\u{1b}[J" : "")
    }

    /// What takes them away, for text that is to stay.
    package mutating func clear() -> String {
        defer { lineCount = 0 }
        return lineCount > 0 ? start + "\u{1b}[J" : ""
    }

    /// Up to the first line.
    private var start: String { lineCount > 0 ? "\u{1b}[\(lineCount)A\r" : "" }
}
