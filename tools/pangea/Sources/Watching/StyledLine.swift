internal import Terminal

/// A line of parts in tones, which is cut to a width without cutting through an escape sequence.
struct StyledLine: Hashable, Sendable {
    /// A piece of text in one tone.
    struct Part: Hashable, Sendable {
        let text: String
        let tone: TextStyle.Tone?

        /// Control characters, which could steer the terminal, become spaces.
        init(_ text: String, _ tone: TextStyle.Tone? = nil) {
            self.text = String(text.map { $0.isControl ? " " : $0 })
            self.tone = tone
        }
    }

    let parts: [Part]

    init(_ parts: [Part]) {
        self.parts = parts
    }

    /// The line with at most `width` characters.
    func cut(to width: Int, _ style: TextStyle) -> String {
        var left = width
        var line = ""
        for part in parts where left > 0 {
            let text = String(part.text.prefix(left))
            left -= text.count
            line += part.tone.map { style.text(text, $0) } ?? text
        }
        return line
    }
}

extension Character {
    /// Whether it has a control code in it.
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }
    }
}

extension String {
    /// With spaces behind it up to a width.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// With spaces before it up to a width.
    func leftPadding(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
