/// Reads the records of one piece of a table.
struct RecordReader: ~Escapable {
    private let plan: TableReader
    private let bytes: Span<UInt8>
    private var cursor: CSVCursor
    /// The texts of each column of categories.
    private(set) var pools: [TextPool]
    /// The texts of the label, where they are classes.
    private(set) var labelPool = TextPool()

    /// Reads the records of `piece` of a file's `bytes`.
    @_lifetime(copy bytes)
    init(_ plan: TableReader, _ bytes: Span<UInt8>, _ piece: CSVPiece) {
        self.plan = plan
        self.bytes = bytes
        cursor = CSVCursor(bytes, piece.bytes)
        pools = [TextPool](repeating: TextPool(), count: plan.columns.poolCount)
    }

    /// Reads the next record as row number `row` of `values`, (rows, columns), and of `labels`.
    @_lifetime(self: copy self)
    mutating func read(
        _ row: Int, _ values: inout MutableSpan<Float>, _ labels: inout MutableSpan<UInt32>
    ) throws(CSVCursor.Failure) {
        let start = cursor
        do throws(CSVCursor.Failure) {
            try readFields(row, &values, &labels)
        } catch {
            // A record with too few or too many fields is told as that, whatever is wrong with those that it has.
            try Self.requireFieldCount(start, plan.columns.roles.count)
            throw error
        }
        cursor.skipLineEnd()
    }

    private static func requireFieldCount(_ start: CSVCursor, _ expected: Int) throws(CSVCursor.Failure) {
        var cursor = start
        var count = 0
        repeat {
            guard (try? cursor.field()) != nil else { return }
            count += 1
        } while cursor.skipComma()
        guard count == expected else {
            throw CSVCursor.Failure(index: start.index, problem: .raggedRow(expected: expected, found: count))
        }
    }

    @_lifetime(self: copy self)
    private mutating func readFields(
        _ row: Int, _ values: inout MutableSpan<Float>, _ labels: inout MutableSpan<UInt32>
    ) throws(CSVCursor.Failure) {
        let start = cursor.index
        let roles = plan.columns.roles
        let base = row * plan.columns.width
        var column = 0
        repeat {
            guard column < roles.count else {
                column += 1
                _ = try cursor.field()
                continue
            }
            switch roles[column] {
            case .number(let target): values[base + target] = try number(column)
            case .category(let target, let pool): values[base + target] = try category(pool)
            case .label: labels[row] = try label(column)
            case .unused: _ = try cursor.field()
            }
            column += 1
        } while cursor.skipComma()
        guard column == roles.count else {
            throw CSVCursor.Failure(index: start, problem: .raggedRow(expected: roles.count, found: column))
        }
    }

    // MARK: Fields

    @_lifetime(self: copy self)
    private mutating func number(_ column: Int) throws(CSVCursor.Failure) -> Float {
        if let value = cursor.plainNumber() { return value }
        let field = try cursor.field()
        guard !isMissing(field) else { return .nan }
        return try number(field, column)
    }

    private func number(_ field: CSVCursor.Field, _ column: Int) throws(CSVCursor.Failure) -> Float {
        guard let value = DecimalNumber.float(trimmedText(of: field)) else {
            throw failure(field, .notANumber(field: plan.columns.names[column], found: cursor.text(of: field)))
        }
        guard value.isFinite else {
            throw failure(field, .notFinite(field: plan.columns.names[column], found: cursor.text(of: field)))
        }
        return value
    }

    @_lifetime(self: copy self)
    private mutating func category(_ pool: Int) throws(CSVCursor.Failure) -> Float {
        let field = try cursor.field()
        guard !isMissing(field) else { return -1 }
        guard !field.hasDoubledQuotes else {
            return Float(pools[pool].number(of: Array(trimmedText(of: field).utf8)))
        }
        return Float(pools[pool].number(of: bytes, cursor.trimmed(field)))
    }

    /// The label's bits: a class's number, a text's number, or a float's bits.
    @_lifetime(self: copy self)
    private mutating func label(_ column: Int) throws(CSVCursor.Failure) -> UInt32 {
        let field = try cursor.field()
        let isMissing = isMissing(field)
        switch plan.target {
        case .integers:
            return isMissing ? RawLabels.missingClass : try classNumber(field, column)
        case .names:
            return isMissing
                ? RawLabels.missingClass
                : UInt32(labelPool.number(of: Array(trimmedText(of: field).utf8)))
        case .number:
            return isMissing ? Float.nan.bitPattern : try number(field, column).bitPattern
        case .condition(let condition):
            guard !isMissing else { return Float.nan.bitPattern }
            return (try holds(condition, field, column) ? 1 : 0 as Float).bitPattern
        }
    }

    private func classNumber(_ field: CSVCursor.Field, _ column: Int) throws(CSVCursor.Failure) -> UInt32 {
        let name = plan.columns.names[column]
        guard let value = DecimalNumber.double(trimmedText(of: field)) else {
            throw failure(field, .notANumber(field: name, found: cursor.text(of: field)))
        }
        do throws(LabelProblem) {
            return try LabelBound.limit(classCount: plan.classLimit).label(value, text: cursor.text(of: field))
        } catch {
            throw failure(field, .label(field: name, error))
        }
    }

    private func holds(
        _ condition: Condition, _ field: CSVCursor.Field, _ column: Int
    ) throws(CSVCursor.Failure) -> Bool {
        if case .equals(let wanted) = condition { return trimmedText(of: field) == wanted }
        guard let value = DecimalNumber.double(trimmedText(of: field)), value.isFinite else {
            throw failure(field, .notANumber(field: plan.columns.names[column], found: cursor.text(of: field)))
        }
        return condition.holds(for: value)
    }

    private func isMissing(_ field: CSVCursor.Field) -> Bool {
        guard !plan.missing.isEmpty else { return false }
        let range = cursor.trimmed(field)
        return plan.missing.contains { cursor.has($0, at: range) }
    }

    private func trimmedText(of field: CSVCursor.Field) -> String {
        var part = field
        part.range = cursor.trimmed(field)
        return cursor.text(of: part)
    }

    private func failure(_ field: CSVCursor.Field, _ problem: CSVProblem) -> CSVCursor.Failure {
        CSVCursor.Failure(index: field.start, problem: problem)
    }
}
