/// A place in a text.
public struct FormPlace: Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public let line: Int
    /// In characters of Unicode, counted from 1.
    public let column: Int

    /// A place by line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte in UTF-8.
    init(of offset: Int, in text: [UInt8]) {
        let before = text.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        // A scalar has one byte that doesn't continue another.
        column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    }

    /// As compilers print it.
    public var description: String { "\(line):\(column)" }
}
