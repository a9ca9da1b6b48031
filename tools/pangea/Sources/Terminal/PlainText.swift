/// Text from outside, made harmless to a terminal.
package enum PlainText {
    /// The text with every control character, which could steer the terminal, written as an escape, and cut to `limit`
    /// characters.
    package static func of(_ text: some StringProtocol, limit: Int = 200) -> String {
        var plain = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < limit else { return plain + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }
}
