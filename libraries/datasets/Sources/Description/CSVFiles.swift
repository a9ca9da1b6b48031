/// The table or tables of a data set in CSV (RFC 4180), each plain or compressed with gzip.
///
/// One column holds the label; of the others, those chosen are features, in the order of `columns`.
public struct CSVFiles: Hashable, Sendable {
    /// The table of the training split, or of both; the path lies below the data root.
    public var training: String
    /// The table of the evaluation split, with the same columns; nil where it is split off the training file.
    public var evaluation: String?
    /// Whether the first record of the tables names the columns.
    public var hasHeader: Bool
    /// The label's name in the header, or its column counted from 0 where there is no header.
    public var labelColumn: String
    /// What the label's column says.
    public var target: CSVTarget
    /// The feature columns, named as the label is; empty for all but the label, in the order of the file.
    public var columns: [String]
    /// Those of them that hold categories rather than numbers.
    public var categories: [String]
    /// The most categories that the training split may have in one column, 1 to `largestCategoryLimit`.
    public var categoryLimit: Int
    /// What stands for a missing value, and what takes its place; nil where nothing may be missing.
    public var missing: MissingValues?

    /// The greatest `categoryLimit`.
    public static let largestCategoryLimit = 65_536
    /// The most columns that may be listed.
    public static let maximumColumns = 65_536

    /// Names the tables by their paths below the data root.
    public init(
        training: String, evaluation: String? = nil, hasHeader: Bool, labelColumn: String,
        target: CSVTarget = .integers, columns: [String] = [], categories: [String] = [], categoryLimit: Int = 1000,
        missing: MissingValues? = nil
    ) {
        self.training = training
        self.evaluation = evaluation
        self.hasHeader = hasHeader
        self.labelColumn = labelColumn
        self.target = target
        self.columns = columns
        self.categories = categories
        self.categoryLimit = categoryLimit
        self.missing = missing
    }

    func validate() throws(DatasetError) {
        guard (1...Self.largestCategoryLimit).contains(categoryLimit) else {
            throw .description(
                key: "csv.maximumCategories", expected: "1 to \(Self.largestCategoryLimit)", found: "\(categoryLimit)")
        }
        for (key, names) in [("csv.columns", columns), ("csv.categories", categories)] {
            guard names.count <= Self.maximumColumns else {
                throw .description(
                    key: key, expected: "at most \(Self.maximumColumns) columns", found: "\(names.count)")
            }
        }
        try missing?.validate()
        try target.validate()
    }
}
