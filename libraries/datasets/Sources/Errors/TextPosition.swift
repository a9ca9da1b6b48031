/// A place in a file of text.
public struct TextPosition: Hashable, Sendable {
    /// The line, counted from 1; a table's line ends within quotes count too.
    public var line: Int
    /// The byte within the line, counted from 1.
    public var column: Int

    /// The place at byte `column` of line `line`, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension TextPosition: CustomStringConvertible {
    /// For example "line 3, column 14".
    public var description: String { "line \(line), column \(column)" }
}

extension TextPosition {
    /// The place of byte `index` of a file's bytes.
    init(of index: Int, in bytes: [UInt8]) {
        var (line, column) = (1, 1)
        for byte in bytes[..<index] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        self.init(line: line, column: column)
    }
}
