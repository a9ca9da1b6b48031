/// The two tables of a data set in CSV (RFC 4180), each plain or compressed with gzip.
///
/// Every column holds numbers; one of them holds the class of each row, all others are features in their order.
public struct CSVFiles: Hashable, Sendable {
    /// The table of the training split; the path lies below the data root.
    public var training: String
    /// The table of the evaluation split, with the same columns.
    public var evaluation: String
    /// Whether the first record of both tables names the columns.
    public var hasHeader: Bool
    /// The label's name in the header, or its column counted from 0 where there is no header.
    public var labelColumn: String

    /// Names both tables by their paths below the data root.
    public init(training: String, evaluation: String, hasHeader: Bool, labelColumn: String) {
        self.training = training
        self.evaluation = evaluation
        self.hasHeader = hasHeader
        self.labelColumn = labelColumn
    }
}
