/// What a column of a table is to a job.
enum ColumnRole: Hashable {
    case target
    case number
    case categories
    /// It is left out, and why.
    case unused(reason: String)
}
