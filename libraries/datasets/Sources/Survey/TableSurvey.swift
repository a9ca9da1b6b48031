/// What the columns of a table hold.
public struct TableSurvey: Hashable, Sendable {
    /// Where it was read.
    public let path: String
    /// Whether the first record names the columns.
    public let hasHeader: Bool
    /// Why it is taken for that.
    public let headerReason: String
    /// Records without the header.
    public let rowCount: Int
    /// The columns in their order.
    public let columns: [ColumnSurvey]

    /// All of it.
    public init(path: String, hasHeader: Bool, headerReason: String, rowCount: Int, columns: [ColumnSurvey]) {
        self.path = path
        self.hasHeader = hasHeader
        self.headerReason = headerReason
        self.rowCount = rowCount
        self.columns = columns
    }
}
