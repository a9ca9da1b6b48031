/// Where a record of a table lies in its file.
struct CSVRecord: Sendable {
    /// Its bytes, without the line end.
    let bytes: Range<Int>
    /// The line that it begins in, counted from 1.
    let line: Int

    /// Finds the records of a table: they end at line feeds, with or without a carriage return, outside quotes.
    ///
    /// A quote that never closes runs to the end of the file; reading the record names it.
    static func records(of bytes: [UInt8]) -> [CSVRecord] {
        let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
        var records: [CSVRecord] = []
        var start = bytes.starts(with: byteOrderMark) ? 3 : 0
        var (line, startLine) = (1, 1)
        var isQuoted = false
        for index in start..<max(start, bytes.count) {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
            case UInt8(ascii: "\n"):
                line += 1
                guard !isQuoted else { continue }
                let end = index > start && bytes[index - 1] == UInt8(ascii: "\r") ? index - 1 : index
                records.append(CSVRecord(bytes: start..<end, line: startLine))
                start = index + 1
                startLine = line
            default: break
            }
        }
        if start < bytes.count {
            let end = bytes[bytes.count - 1] == UInt8(ascii: "\r") && !isQuoted ? bytes.count - 1 : bytes.count
            records.append(CSVRecord(bytes: start..<max(start, end), line: startLine))
        }
        return records
    }
}
