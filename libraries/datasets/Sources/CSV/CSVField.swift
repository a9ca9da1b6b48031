/// One field of a record, without its quotes.
struct CSVField {
    let text: String
    let position: CSVPosition

    /// The fields of a record (RFC 4180); spaces belong to a field.
    static func fields(
        of record: CSVRecord, in bytes: [UInt8]
    ) throws(CSVFieldError) -> [CSVField] {
        var fields: [CSVField] = []
        var index = record.bytes.lowerBound
        let end = record.bytes.upperBound
        while true {
            let start = index
            let position = self.position(of: start, record, in: bytes)
            var text: [UInt8] = []
            if index < end, bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while true {
                    guard index < end else { throw CSVFieldError(position: position, problem: .unclosedQuote) }
                    if bytes[index] != UInt8(ascii: "\"") {
                        text.append(bytes[index])
                    } else if index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") {
                        text.append(bytes[index])
                        index += 1
                    } else {
                        break
                    }
                    index += 1
                }
                index += 1
                guard index == end || bytes[index] == UInt8(ascii: ",") else {
                    throw CSVFieldError(
                        position: self.position(of: index, record, in: bytes), problem: .textBehindQuote)
                }
            } else {
                while index < end, bytes[index] != UInt8(ascii: ",") {
                    guard bytes[index] != UInt8(ascii: "\"") else {
                        throw CSVFieldError(
                            position: self.position(of: index, record, in: bytes), problem: .strayQuote)
                    }
                    index += 1
                }
                text = Array(bytes[start..<index])
            }
            fields.append(CSVField(text: String(decoding: text, as: UTF8.self), position: position))
            guard index < end else { return fields }
            index += 1
        }
    }

    private static func position(of index: Int, _ record: CSVRecord, in bytes: [UInt8]) -> CSVPosition {
        var (line, column) = (record.line, 1)
        for byte in bytes[record.bytes.lowerBound..<index] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return CSVPosition(line: line, column: column)
    }
}

/// What is wrong with a record, and where.
struct CSVFieldError: Error {
    let position: CSVPosition
    let problem: CSVProblem
}
