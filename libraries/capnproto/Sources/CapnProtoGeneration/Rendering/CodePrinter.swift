/// Collects lines of Swift.
///
/// It alone knows how they are indented and where blank lines go.
struct CodePrinter {
    private(set) var text = ""
    private var depth = 0
    private var wantsBlankLine = false

    /// Appends a line.
    mutating func line(_ line: String) {
        if wantsBlankLine { text += "\n" }
        wantsBlankLine = false
        text += line.isEmpty ? "\n" : String(repeating: "    ", count: depth) + line + "\n"
    }

    /// Separates what follows by a blank line, unless it opens or closes a block.
    mutating func gap() {
        wantsBlankLine = true
    }

    /// Appends a block: `header {`, what `body` appends, `}`.
    mutating func block(_ header: String, _ body: (inout CodePrinter) -> Void) {
        line(header + " {")
        depth += 1
        body(&self)
        depth -= 1
        wantsBlankLine = false
        line("}")
        gap()
    }

    /// Appends a comment of documentation.
    mutating func documentation(_ lines: [String]) {
        for comment in lines { line(comment.isEmpty ? "///" : "/// " + comment) }
    }
}
