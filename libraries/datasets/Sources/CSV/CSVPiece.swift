/// A run of whole records of a table, as much as one worker reads at a time.
struct CSVPiece: Sendable {
    let bytes: Range<Int>
    /// The records before it, without the header.
    let firstRow: Int
    let rowCount: Int
    /// The line that it begins in, counted from 1.
    let firstLine: Int

    /// Bytes that a piece has about.
    static let byteCount = 1 << 20

    /// Cuts `range` of `bytes`, which begins with a record in line `firstLine`.
    ///
    /// Records end at line feeds outside quotes. Whether a place is inside quotes follows from the number of quotes
    /// before it, which the workers count first. A quote where none may be makes the rest wrong; reading names it.
    static func pieces(
        of bytes: [UInt8], _ range: Range<Int>, firstLine: Int, workers: Workers
    ) -> [CSVPiece] {
        let chunks = Workers.pieces(of: range.count, size: byteCount).map { chunk in
            range.lowerBound + chunk.lowerBound..<range.lowerBound + chunk.upperBound
        }
        let quotes = workers.map(chunks.count) { quoteCount(of: bytes.span, chunks[$0]) }
        var isQuoted = false
        let beginsQuoted = quotes.map { count in
            defer { if count % 2 == 1 { isQuoted.toggle() } }
            return isQuoted
        }
        let counts = workers.map(chunks.count) { chunk in
            LineEnds(of: bytes.span, chunks[chunk], isQuoted: beginsQuoted[chunk], hasQuotes: quotes[chunk] > 0)
        }
        let endsWithRecord = bytes.last == UInt8(ascii: "\n") && !isQuoted
        return assemble(counts, range, firstLine: firstLine, endsWithRecord: endsWithRecord)
    }

    private static func quoteCount(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        for index in range { count &+= bytes[index] == UInt8(ascii: "\"") ? 1 : 0 }
        return count
    }

    /// What one chunk knows of its records.
    private struct LineEnds: Sendable {
        /// Behind the first line feed that ends a record; nil where none does.
        var firstStart: Int?
        /// Line feeds that end records.
        var recordEnds = 0
        /// All line feeds, and those up to the first that ends a record.
        var lineFeeds = 0
        var lineFeedsBeforeStart = 0

        init(of bytes: Span<UInt8>, _ range: Range<Int>, isQuoted: Bool, hasQuotes: Bool) {
            guard hasQuotes || isQuoted else {
                countPlain(bytes, range)
                return
            }
            var isQuoted = isQuoted
            for index in range {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                guard byte == UInt8(ascii: "\n") else { continue }
                lineFeeds += 1
                guard !isQuoted else { continue }
                recordEnds += 1
                if firstStart == nil { (firstStart, lineFeedsBeforeStart) = (index + 1, lineFeeds) }
            }
        }

        private mutating func countPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            firstStart = range.first { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
            guard let firstStart else { return }
            lineFeedsBeforeStart = 1
            var count = 1
            for index in firstStart..<range.upperBound { count &+= bytes[index] == UInt8(ascii: "\n") ? 1 : 0 }
            (recordEnds, lineFeeds) = (count, count)
        }
    }

    private static func assemble(
        _ chunks: [LineEnds], _ range: Range<Int>, firstLine: Int, endsWithRecord: Bool
    ) -> [CSVPiece] {
        var pieces: [CSVPiece] = []
        var (start, row, line) = (range.lowerBound, 0, firstLine)
        // Records and lines since `start`.
        var (records, lines) = (0, 0)
        func close(at end: Int) {
            guard end > start else { return }
            pieces.append(CSVPiece(bytes: start..<end, firstRow: row, rowCount: records, firstLine: line))
            (start, row, line) = (end, row + records, line + lines)
            (records, lines) = (0, 0)
        }
        for (number, chunk) in chunks.enumerated() {
            if number > 0, let first = chunk.firstStart {
                records += 1
                lines += chunk.lineFeedsBeforeStart
                close(at: first)
                records = chunk.recordEnds - 1
                lines = chunk.lineFeeds - chunk.lineFeedsBeforeStart
            } else {
                records += chunk.recordEnds
                lines += chunk.lineFeeds
            }
        }
        if !endsWithRecord { records += 1 }
        close(at: range.upperBound)
        return pieces
    }
}
