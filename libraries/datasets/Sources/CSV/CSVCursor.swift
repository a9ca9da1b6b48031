/// Reads the fields of a table's records (RFC 4180) one after the other; spaces belong to a field.
struct CSVCursor: ~Escapable {
    private let bytes: Span<UInt8>
    /// Where nothing more is read.
    private let end: Int
    private(set) var index: Int

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Reads `range` of a file's bytes, which begins where a record does.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    /// A field without its quotes; those inside are still doubled where `hasDoubledQuotes`.
    struct Field {
        let start: Int
        var range: Range<Int>
        var hasDoubledQuotes = false
    }

    /// What is wrong, and at which byte.
    struct Failure: Error {
        let index: Int
        let problem: CSVProblem
    }

    var isAtEnd: Bool { index >= end }

    /// Steps over a comma; false where the record ends.
    mutating func skipComma() -> Bool {
        guard index < end, bytes[index] == Self.comma else { return false }
        index += 1
        return true
    }

    /// Steps over a record's end.
    mutating func skipLineEnd() {
        if index < end, bytes[index] == Self.carriageReturn { index += 1 }
        if index < end, bytes[index] == Self.lineFeed { index += 1 }
    }

    /// Steps over a field that is a plain decimal number; nil, without a step, for whatever else.
    ///
    /// What is returned is the nearest float32.
    mutating func plainNumber() -> Float? {
        var position = index
        guard position < end else { return nil }
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
        var mantissa: UInt64 = 0
        let first = position
        digits(at: &position, into: &mantissa)
        var digitCount = position - first
        var exponent = 0
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            let point = position
            digits(at: &position, into: &mantissa)
            exponent = point - position
            digitCount -= exponent
        }
        guard digitCount > 0, digitCount <= DecimalNumber.maximumDigits, isBorder(position),
            let value = DecimalNumber.float(mantissa, exponent: exponent)
        else { return nil }
        index = position
        return isNegative ? -value : value
    }

    private func digits(at position: inout Int, into mantissa: inout UInt64) {
        while position < end {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { return }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
        }
    }

    /// Whether a field that comes to `position` ends there.
    private func isBorder(_ position: Int) -> Bool {
        guard position < end else { return true }
        let byte = bytes[position]
        return byte == Self.comma || byte == Self.lineFeed || isLineEnd(position)
    }

    /// Whether a carriage return at `position` belongs to a line end.
    private func isLineEnd(_ position: Int) -> Bool {
        bytes[position] == Self.carriageReturn && (position + 1 >= end || bytes[position + 1] == Self.lineFeed)
    }

    /// Steps over a field, up to the comma or line end behind it.
    mutating func field() throws(Failure) -> Field {
        let start = index
        guard index < end, bytes[index] == Self.quote else {
            while index < end, !isBorder(index) {
                guard bytes[index] != Self.quote else { throw Failure(index: index, problem: .strayQuote) }
                index += 1
            }
            return Field(start: start, range: start..<index)
        }
        return try quotedField(start)
    }

    private mutating func quotedField(_ start: Int) throws(Failure) -> Field {
        var hasDoubledQuotes = false
        index += 1
        while true {
            guard index < end else { throw Failure(index: start, problem: .unclosedQuote) }
            guard bytes[index] == Self.quote else {
                index += 1
                continue
            }
            guard index + 1 < end, bytes[index + 1] == Self.quote else { break }
            hasDoubledQuotes = true
            index += 2
        }
        let range = start + 1..<index
        index += 1
        guard isBorder(index) else { throw Failure(index: index, problem: .textBehindQuote) }
        return Field(start: start, range: range, hasDoubledQuotes: hasDoubledQuotes)
    }

    /// A field's text.
    func text(of field: Field) -> String {
        let characters = field.range.map { bytes[$0] }
        let text = String(decoding: characters, as: UTF8.self)
        return field.hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
    }

    /// The part of a field without spaces and tabs around it.
    func trimmed(_ field: Field) -> Range<Int> {
        var (low, high) = (field.range.lowerBound, field.range.upperBound)
        while low < high, isSpace(bytes[low]) { low += 1 }
        while low < high, isSpace(bytes[high - 1]) { high -= 1 }
        return low..<high
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Whether the bytes of `range` are those of `text`.
    func has(_ text: [UInt8], at range: Range<Int>) -> Bool {
        guard range.count == text.count else { return false }
        for (offset, byte) in text.enumerated() where bytes[range.lowerBound + offset] != byte { return false }
        return true
    }
}
