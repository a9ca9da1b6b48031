/// A file taken for a table: what its columns are called, and where its records are.
struct CSVTable: Sendable {
    let file: StoredFile
    let hasHeader: Bool
    /// Those of the header, or the columns' numbers from 0.
    let names: [String]
    let pieces: [CSVPiece]

    var path: String { file.path }
    var rowCount: Int { pieces.last.map { $0.firstRow + $0.rowCount } ?? 0 }

    /// Takes `file` for a table.
    ///
    /// Throws `.csv` or `.noSamples` where its first record can't be read, or there is none behind the header.
    init(_ file: StoredFile, hasHeader: Bool, workers: Workers) throws(DatasetError) {
        self.file = file
        self.hasHeader = hasHeader
        let bytes = file.bytes
        let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        guard start < bytes.count else { throw .noSamples(file.path) }
        let (first, next) = try CSVTable.firstRecord(of: file, from: start)
        names = hasHeader ? first : first.indices.map(String.init)
        let body = (hasHeader ? next : start)..<bytes.count
        let line = TextPosition(of: body.lowerBound, in: bytes).line
        pieces = CSVPiece.pieces(of: bytes, body, firstLine: line, workers: workers)
        guard rowCount > 0 else { throw .noSamples(file.path) }
        guard rowCount <= Int(UInt32.max) else { throw .tooManySamples(file.path, found: rowCount) }
    }

    /// The fields of the first record, and where the next one begins.
    private static func firstRecord(
        of file: StoredFile, from start: Int
    ) throws(DatasetError) -> (fields: [String], next: Int) {
        var cursor = CSVCursor(file.bytes.span, start..<file.bytes.count)
        var fields: [String] = []
        do throws(CSVCursor.Failure) {
            repeat {
                let field = try cursor.field()
                fields.append(cursor.text(of: field))
            } while cursor.skipComma()
        } catch {
            throw .csv(file.path, TextPosition(of: error.index, in: file.bytes), error.problem)
        }
        cursor.skipLineEnd()
        return (fields, cursor.index)
    }

    /// Throws `.columns` unless this table has the columns of `training`.
    func requireColumns(of training: CSVTable) throws(DatasetError) {
        guard names.count == training.names.count else {
            throw .columns(path, .count(expected: training.names.count, found: names.count))
        }
        for (column, (found, expected)) in zip(names, training.names).enumerated() where found != expected {
            throw .columns(path, .name(column: column, expected: expected, found: found))
        }
    }

    /// Where a field begins; `row` counts records from 0 without the header.
    ///
    /// Looks for it in its piece, as this is needed for errors alone.
    func index(row: Int, column: Int) -> Int {
        guard let piece = pieces.last(where: { $0.firstRow <= row }) else { return 0 }
        var cursor = CSVCursor(file.bytes.span, piece.bytes)
        for _ in piece.firstRow..<row {
            while (try? cursor.field()) != nil, cursor.skipComma() {}
            cursor.skipLineEnd()
        }
        for _ in 0..<column {
            guard (try? cursor.field()) != nil, cursor.skipComma() else { break }
        }
        return cursor.index
    }

    /// The place of a byte.
    func position(of index: Int) -> TextPosition { TextPosition(of: index, in: file.bytes) }

    /// The text of the field that begins at `index`.
    func text(at index: Int) -> String {
        var cursor = CSVCursor(file.bytes.span, index..<file.bytes.count)
        guard let field = try? cursor.field() else { return "" }
        return cursor.text(of: field)
    }
}
