/// How a row of a table becomes features.
///
/// The features are those of the first column, then those of the second, and so on; `featureNames` lists them.
public struct FittedTable: Hashable, Sendable, Codable {
    /// Whether tables have a first record that names the columns.
    public var hasHeader: Bool
    /// The columns of the training table, label and unused ones included.
    public var columnCount: Int
    /// The label's name, or its number where there is no header.
    public var label: String
    /// Where the label was in the training table.
    public var labelColumn: Int
    /// The fields that say that there is no value; empty where nothing may be missing.
    public var missing: [String]
    /// The columns that become features, in that order.
    public var columns: [FittedColumn]

    /// Puts it together.
    public init(
        hasHeader: Bool, columnCount: Int, label: String, labelColumn: Int, missing: [String],
        columns: [FittedColumn]
    ) {
        self.hasHeader = hasHeader
        self.columnCount = columnCount
        self.label = label
        self.labelColumn = labelColumn
        self.missing = missing
        self.columns = columns
    }

    /// The features of one row.
    public var featureCount: Int { columns.reduce(0) { $0 + $1.featureCount } }

    /// What each feature is, for example "distance", "air_time missing", "carrier=AA" and "carrier=other".
    public var featureNames: [String] { columns.flatMap(\.featureNames) }

    func validate() throws(PreprocessingProblem) {
        guard !columns.isEmpty else { throw .value("table.columns", expected: "at least one column", found: "none") }
        guard columnCount > 0, (0..<columnCount).contains(labelColumn) else {
            throw .value("table.labelColumn", expected: "below \(columnCount)", found: "\(labelColumn)")
        }
        for column in columns {
            guard (0..<columnCount).contains(column.index), column.index != labelColumn else {
                throw .value(
                    "table.columns", expected: "columns below \(columnCount) but for the label's",
                    found: "\(column.index)")
            }
            try column.validate()
        }
        guard Set(columns.map(\.index)).count == columns.count else {
            throw .value("table.columns", expected: "each column once", found: "one more often")
        }
    }
}
