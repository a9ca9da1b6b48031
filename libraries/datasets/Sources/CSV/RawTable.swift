/// What was read of a table: numbers, categories by their place among the texts of their column, labels.
struct RawTable: Sendable {
    let table: CSVTable
    let columns: TableColumns
    /// (rows, columns): NaN for a missing number, -1 for a missing category.
    var values: [Float]
    var labels: RawLabels
    /// Of each column of categories, the different texts in the order of their UTF-8 bytes.
    let categories: [[String]]

    var rowCount: Int { table.rowCount }

    /// The rows whose label isn't missing.
    var labelledRows: RowSelection {
        let missing = labels.isMissing
        guard missing.contains(true) else { return .contiguous(0..<rowCount) }
        return .listed(missing.indices.filter { !missing[$0] }.map { UInt32(truncatingIfNeeded: $0) })
    }
}

/// Labels as a table says them.
enum RawLabels: Sendable {
    /// The file has none.
    case none
    /// Classes by number; `missingClass` for none.
    case classes([UInt32])
    /// Names by their place among `texts`, which are in the order of their UTF-8 bytes; `missingClass` for none.
    case names([UInt32], texts: [String])
    /// NaN for none.
    case values([Float])

    static let missingClass = UInt32.max

    /// Of every row whether it has no label.
    var isMissing: [Bool] {
        switch self {
        case .none: []
        case .classes(let classes), .names(let classes, _): classes.map { $0 == Self.missingClass }
        case .values(let values): values.map(\.isNaN)
        }
    }
}
