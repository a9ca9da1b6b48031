/// A few lines at the end of a terminal that are drawn again and again: what to write for the next ones.
package struct TerminalFrame: Hashable, Sendable {
    /// Lines that stand there.
    private var lineCount = 0

    /// Nothing stands there yet.
    package init() {}

    /// What puts `lines` in place of those that stand there.
    package mutating func draw(_ lines: [String]) -> String {
        defer { lineCount = lines.count }
        return erase + lines.map { $0 + "\n" }.joined()
    }

    /// What takes them away, for text that is to stay.
    package mutating func clear() -> String {
        defer { lineCount = 0 }
        return erase
    }

    /// Up to the first line, and nothing from there on.
    private var erase: String { lineCount > 0 ? "\u{1b}[\(lineCount)A\r\u{1b}[J" : "" }
}
