/// What the parser found wrong, a line an error, as the Swift compiler prints its own.
struct SchemaErrors: Error, CustomStringConvertible {
    let lines: [String]

    var description: String { lines.joined(separator: "\n") }
}
