/// Goes through the records of a table of which nothing is known.
struct TableSurveyor {
    /// Records that tell whether a file of any name is a table.
    private static let triedRecords = 50

    private let file: StoredFile
    /// The fields of the first record, without spaces around them.
    private let first: [[UInt8]]
    /// What the columns have below it.
    private var tallies: [ColumnTally]
    private var rowCount = 0

    /// Whether the first records have the same number of fields, of which there are several.
    static func looksLikeTable(_ file: StoredFile) -> Bool {
        let bytes = file.bytes
        var cursor = CSVCursor(bytes.span, start(of: bytes)..<bytes.count)
        var width: Int?
        for _ in 0..<triedRecords where !cursor.isAtEnd {
            var count = 0
            repeat {
                guard (try? cursor.field()) != nil else { return false }
                count += 1
            } while cursor.skipComma()
            cursor.skipLineEnd()
            guard count > 1, width == nil || width == count else { return false }
            width = count
        }
        return width != nil
    }

    /// What the columns of a file hold; `hasHeader` says whether its first record names them, nil that nobody knows.
    ///
    /// Throws `.csv`, with the place, for a record that can't be read, and `.noSamples` where there is none.
    static func survey(_ file: StoredFile, hasHeader: Bool?) throws(DatasetError) -> TableSurvey {
        guard start(of: file.bytes) < file.bytes.count else { throw .noSamples(file.path) }
        let surveyor: TableSurveyor
        do throws(CSVCursor.Failure) {
            surveyor = try TableSurveyor(file)
        } catch {
            throw .csv(file.path, TextPosition(of: error.index, in: file.bytes), error.problem)
        }
        return try surveyor.survey(hasHeader: hasHeader)
    }

    private static func start(of bytes: [UInt8]) -> Int { bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }

    // MARK: Reading

    private init(_ file: StoredFile) throws(CSVCursor.Failure) {
        self.file = file
        let bytes = file.bytes
        var cursor = CSVCursor(bytes.span, Self.start(of: bytes)..<bytes.count)
        var fields: [[UInt8]] = []
        repeat { fields.append(Self.text(of: try cursor.field(), cursor, bytes.span)) } while cursor.skipComma()
        cursor.skipLineEnd()
        first = fields
        tallies = [ColumnTally](repeating: ColumnTally(), count: fields.count)
        while !cursor.isAtEnd {
            try read(&cursor, bytes.span)
            rowCount += 1
        }
    }

    private mutating func read(_ cursor: inout CSVCursor, _ bytes: Span<UInt8>) throws(CSVCursor.Failure) {
        let start = cursor.index
        var column = 0
        repeat {
            let begin = cursor.index
            if let number = cursor.plainNumber() {
                if column < tallies.count { tallies[column].add(number, bytes, begin..<cursor.index) }
            } else {
                let field = try cursor.field()
                if column < tallies.count { tallies[column].add(Self.text(of: field, cursor, bytes)) }
            }
            column += 1
        } while cursor.skipComma()
        guard column == tallies.count else {
            throw CSVCursor.Failure(index: start, problem: .raggedRow(expected: tallies.count, found: column))
        }
        cursor.skipLineEnd()
    }

    private static func text(
        of field: CSVCursor.Field, _ cursor: borrowing CSVCursor, _ bytes: Span<UInt8>
    ) -> [UInt8] {
        var part = field
        part.range = cursor.trimmed(field)
        return field.hasDoubledQuotes ? Array(cursor.text(of: part).utf8) : part.range.map { bytes[$0] }
    }

    // MARK: What it comes to

    private func survey(hasHeader: Bool?) throws(DatasetError) -> TableSurvey {
        let names = first.map { String(decoding: $0, as: UTF8.self) }
        let below = zip(names, tallies).map { $1.survey(name: $0) }
        let (isHeader, reason) = hasHeader.map { ($0, "as you say") } ?? Self.header(first, below)
        guard isHeader else {
            let columns = first.indices.map { column in
                var tally = tallies[column]
                tally.addAbove(first[column])
                return tally.survey(name: "\(column)")
            }
            return TableSurvey(
                path: file.path, hasHeader: false, headerReason: reason, rowCount: rowCount + 1, columns: columns)
        }
        guard rowCount > 0 else { throw .noSamples(file.path) }
        return TableSurvey(
            path: file.path, hasHeader: true, headerReason: reason, rowCount: rowCount, columns: below)
    }

    /// Whether the first record names the columns below, and why.
    private static func header(_ first: [[UInt8]], _ below: [ColumnSurvey]) -> (Bool, String) {
        let fields = first.map { field in
            var tally = ColumnTally()
            tally.add(field)
            return tally.survey(name: "")
        }
        if let column = fields.firstIndex(where: { $0.numberCount > 0 }) {
            return (false, "field \(column) of the first record is a number")
        }
        // What writes the rows' numbers often leaves their column without a name.
        if let column = fields.dropFirst().firstIndex(where: { $0.textCount == 0 }) {
            return (false, "field \(column) of the first record is empty")
        }
        guard Set(first).count == first.count else { return (false, "the first record has a field twice") }
        guard below.contains(where: { $0.valueCount > 0 }) else { return (false, "there is but one record") }
        if let column = below.firstIndex(where: { $0.numberCount > 0 && $0.textCount == 0 }) {
            return (true, "its field \(column) is a word, and below it are numbers")
        }
        let isRepeated = zip(first, below).contains { field, column in
            let text = String(decoding: field, as: UTF8.self)
            return column.values?.contains { $0.text == text } ?? false
        }
        return isRepeated
            ? (false, "a field of the first record is one of those below it")
            : (true, "no field of the first record is one of those below it")
    }
}
