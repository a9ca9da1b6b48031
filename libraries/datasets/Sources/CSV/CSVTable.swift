/// A table of numbers with one column of classes.
struct CSVTable {
    private let file: StoredFile
    private let records: ArraySlice<CSVRecord>
    /// The names in the header, nil where there is none.
    let header: [String]?
    let columnCount: Int
    /// Where the label is.
    let labelColumn: Int

    /// Records that one piece of work reads.
    private static let pieceRecordCount = 1024

    var path: String { file.path }
    var featureCount: Int { columnCount - 1 }
    var sampleCount: Int { records.count }

    /// Takes `file` for a table.
    ///
    /// Throws `.csv` or `.columns` where it is none with such a label.
    init(_ file: StoredFile, hasHeader: Bool, label: String) throws(DatasetError) {
        self.file = file
        let all = CSVRecord.records(of: file.bytes)
        guard let first = all.first else { throw .noSamples(file.path) }
        let fields = try CSVTable.fields(of: first, in: file)
        header = hasHeader ? fields.map(\.text) : nil
        records = all.dropFirst(hasHeader ? 1 : 0)
        columnCount = fields.count
        labelColumn = try CSVTable.column(of: label, header: header, columnCount: fields.count, path: file.path)
        guard fields.count > 1 else { throw .columns(file.path, .noFeatures) }
        guard !records.isEmpty else { throw .noSamples(file.path) }
    }

    private static func column(
        of label: String, header: [String]?, columnCount: Int, path: String
    ) throws(DatasetError) -> Int {
        guard let header else {
            guard let column = Int(label), (0..<columnCount).contains(column) else {
                throw .columns(path, .labelNumber(expectedBelow: columnCount, found: label))
            }
            return column
        }
        guard let column = header.firstIndex(of: label) else {
            throw .columns(path, .labelMissing(expected: label, found: header))
        }
        guard header.lastIndex(of: label) == column else { throw .columns(path, .labelRepeated(label)) }
        return column
    }

    /// Throws `.columns` unless this table has the columns of `training`.
    func requireColumns(of training: CSVTable) throws(DatasetError) {
        guard columnCount == training.columnCount else {
            throw .columns(path, .count(expected: training.columnCount, found: columnCount))
        }
        guard let header, let expected = training.header else { return }
        for (column, (found, expected)) in zip(header, expected).enumerated() where found != expected {
            throw .columns(path, .name(column: column, expected: expected, found: found))
        }
    }

    /// The features and the label of every sample.
    ///
    /// Throws `.csv`, with the place, for what is no finite number, or no class within `bound`.
    func samples(_ bound: LabelBound, workers: Workers) throws(DatasetError) -> (FeatureMatrix, [UInt32]) {
        let pieces = Workers.pieces(of: records.count, size: CSVTable.pieceRecordCount)
        let parts = try workers.map(pieces.count) { (piece) throws(DatasetError) in
            try samples(pieces[piece], bound)
        }
        let features = Array(parts.map(\.features).joined())
        return (
            FeatureMatrix(.floats(features), records.count, featureCount), Array(parts.map(\.labels).joined())
        )
    }

    private func samples(
        _ range: Range<Int>, _ bound: LabelBound
    ) throws(DatasetError) -> (features: [Float], labels: [UInt32]) {
        var features: [Float] = []
        features.reserveCapacity(range.count * featureCount)
        var labels: [UInt32] = []
        for record in records.dropFirst(range.lowerBound).prefix(range.count) {
            let fields = try CSVTable.fields(of: record, in: file)
            guard fields.count == columnCount else {
                throw .csv(
                    path, CSVPosition(line: record.line, column: 1),
                    .raggedRow(expected: columnCount, found: fields.count))
            }
            for (column, field) in fields.enumerated() {
                if column == labelColumn {
                    labels.append(try label(field, bound))
                } else {
                    features.append(try feature(field, column))
                }
            }
        }
        return (features, labels)
    }

    private func feature(_ field: CSVField, _ column: Int) throws(DatasetError) -> Float {
        let text = trimmed(field.text)
        guard isDecimal(text), let value = Float(text) else {
            throw .csv(path, field.position, .notANumber(field: name(of: column), found: field.text))
        }
        guard value.isFinite else {
            throw .csv(path, field.position, .notFinite(field: name(of: column), found: field.text))
        }
        return value
    }

    private func label(_ field: CSVField, _ bound: LabelBound) throws(DatasetError) -> UInt32 {
        let text = trimmed(field.text)
        guard isDecimal(text), let value = Double(text) else {
            throw .csv(path, field.position, .notANumber(field: name(of: labelColumn), found: field.text))
        }
        do throws(LabelProblem) {
            return try bound.label(value, text: field.text)
        } catch {
            throw .csv(path, field.position, .label(field: name(of: labelColumn), error))
        }
    }

    /// Neither "nan" nor "inf" nor hexadecimal digits, which Swift would read as numbers.
    private func isDecimal(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
    }

    private func trimmed(_ text: String) -> Substring {
        var text = Substring(text)
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text.drop { $0 == " " || $0 == "\t" }
    }

    private func name(of column: Int) -> String { header?[column] ?? "\(column)" }

    private static func fields(of record: CSVRecord, in file: StoredFile) throws(DatasetError) -> [CSVField] {
        do throws(CSVFieldError) {
            return try CSVField.fields(of: record, in: file.bytes)
        } catch {
            throw .csv(file.path, error.position, error.problem)
        }
    }
}
