/// SVG as it is written: elements one behind the other.
struct SVGText {
    private(set) var text = ""

    /// An element without content; values are quoted.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<\(name)\(Self.list(attributes))/>\n"
    }

    /// An element that holds a text.
    mutating func add(_ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String) {
        text += "<\(name)\(Self.list(attributes))>\(Self.quoted(content))</\(name)>\n"
    }

    /// What isn't to be quoted, and comes from us.
    mutating func add(verbatim: String) { text += verbatim }

    private static func list(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0)=\"\(quoted($1))\"" }.joined()
    }

    /// A text of which nothing is taken for a tag, and that XML can hold: it has no word for most control characters.
    static func quoted(_ text: String) -> String {
        var quoted = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": quoted += "&amp;"
            case "<": quoted += "&lt;"
            case ">": quoted += "&gt;"
            case "\"": quoted += "&quot;"
            case "\n", "\t", "\r": quoted += " "
            case _ where scalar.value < 0x20 || scalar.value == 0x7f || (0xfffe...0xffff).contains(scalar.value):
                quoted += "\u{fffd}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted
    }
}
