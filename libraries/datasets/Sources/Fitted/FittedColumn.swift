/// How one column of a table becomes features: either `number` or `categories`.
public struct FittedColumn: Hashable, Sendable, Codable {
    /// The column's name, or its number where there is no header.
    public var name: String
    /// Where it was in the training table.
    public var index: Int
    /// Of a column of numbers: what is done to them.
    public var number: FittedNumber?
    /// Of a column of categories: those of the training split in the order of their UTF-8 bytes.
    ///
    /// Each becomes a feature that is 1 or 0; one more behind them is 1 for every other category and for a missing one.
    public var categories: [String]?

    /// A column of numbers.
    public init(name: String, index: Int, number: FittedNumber) {
        self.name = name
        self.index = index
        self.number = number
    }

    /// A column of categories.
    public init(name: String, index: Int, categories: [String]) {
        self.name = name
        self.index = index
        self.categories = categories
    }

    /// The features that it becomes.
    public var featureCount: Int {
        if let categories { categories.count + 1 } else { number?.hasIndicator == true ? 2 : 1 }
    }

    /// What each of them is.
    public var featureNames: [String] {
        if let categories { return categories.map { "\(name)=\($0)" } + ["\(name)=other"] }
        return number?.hasIndicator == true ? [name, "\(name) missing"] : [name]
    }

    func validate() throws(PreprocessingProblem) {
        guard (number == nil) != (categories == nil) else {
            throw .value(
                "table.columns", expected: "either number or categories for \"\(name)\"",
                found: number == nil ? "neither" : "both")
        }
        try number?.validate(name)
        guard let categories else { return }
        guard categories.count <= CSVFiles.largestCategoryLimit else {
            throw .value(
                "table.columns", expected: "at most \(CSVFiles.largestCategoryLimit) categories for \"\(name)\"",
                found: "\(categories.count)")
        }
        guard Set(categories).count == categories.count else {
            throw .value("table.columns", expected: "each category of \"\(name)\" once", found: "one more often")
        }
    }
}
