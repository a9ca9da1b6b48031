/// A job file as it is written, line by line, with comments above what they are about.
package struct YAMLText {
    /// The longest line of a list or comment.
    private static let lineLength = 100

    /// What was written so far.
    package private(set) var text = ""
    private var level = 0

    /// Nothing yet.
    package init() {}

    private var indentation: String { String(repeating: "  ", count: level) }

    /// An empty line.
    package mutating func gap() { text += "\n" }

    /// A comment, on as many lines as it takes.
    package mutating func comment(_ words: String) {
        var line = ""
        for word in Self.harmless(words).split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > Self.lineLength - indentation.count {
                text += "\(indentation)# \(line)\n"
                line = ""
            }
            line += line.isEmpty ? "\(word)" : " \(word)"
        }
        if !line.isEmpty { text += "\(indentation)# \(line)\n" }
    }

    /// A key with a value that needs no quotes.
    package mutating func key(_ name: String, _ value: String) { text += "\(indentation)\(name): \(value)\n" }

    /// A key with a text.
    package mutating func text(_ name: String, _ value: String) { key(name, Self.quoted(value)) }

    /// A key with a list of texts, on as many lines as it takes.
    package mutating func list(_ name: String, _ values: [String]) {
        let one = "[" + values.map(Self.quoted).joined(separator: ", ") + "]"
        guard indentation.count + name.count + 2 + one.count > Self.lineLength else { return key(name, one) }
        text += "\(indentation)\(name):\n\(indentation)  ["
        var column = 0
        for (index, value) in values.enumerated() {
            let item = Self.quoted(value) + (index < values.count - 1 ? "," : "]")
            if index > 0, column + item.count + 1 > Self.lineLength - 4 {
                text += "\n\(indentation)   "
                column = 0
            } else if index > 0 {
                text += " "
            }
            text += item
            column += item.count + 1
        }
        text += "\n"
    }

    /// A key with what `body` adds below it.
    package mutating func section(_ name: String, _ body: (inout YAMLText) -> Void) {
        text += "\(indentation)\(name):\n"
        level += 1
        body(&self)
        level -= 1
    }

    /// A text that YAML reads back as it is: without quotes where it is plainly a word.
    static func quoted(_ text: String) -> String {
        guard !isPlain(text) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where isUnseen(scalar):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static let reserved: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, first == UInt8(ascii: "_") || isLetter(first) else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || "_./-".utf8.contains($0)
        }
            && !reserved.contains(text.lowercased())
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }

    /// A comment's words on one line: whatever could end it is a space.
    private static func harmless(_ words: String) -> String {
        String(String.UnicodeScalarView(words.unicodeScalars.map { isUnseen($0) ? " " : $0 }))
    }
}
