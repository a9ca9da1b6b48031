/// A place in a table's text.
public struct CSVPosition: Hashable, Sendable {
    /// The line, counted from 1; line ends within quotes count too.
    public var line: Int
    /// The byte within the line, counted from 1.
    public var column: Int

    /// The place at byte `column` of line `line`, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension CSVPosition: CustomStringConvertible {
    /// For example "line 3, column 14".
    public var description: String { "line \(line), column \(column)" }
}
