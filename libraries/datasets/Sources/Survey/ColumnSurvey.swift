/// What one column of a table holds.
public struct ColumnSurvey: Hashable, Sendable {
    /// The most different fields that are told apart.
    public static let mostDistinct = 1001
    /// Fields that often say that there is no value; a column has some of them or not.
    public static let missingTokens = ["", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "?", "-", "."]

    /// A field and how often it is there.
    public struct Value: Hashable, Sendable {
        /// Without spaces around it.
        public let text: String
        /// In how many records.
        public let count: Int

        /// A field that is there so often.
        public init(text: String, count: Int) {
            self.text = text
            self.count = count
        }
    }

    /// Its name in the header, or its number from 0.
    public let name: String
    /// Fields that are decimal numbers, finite as float32.
    public let numberCount: Int
    /// Those of them that are whole.
    public let wholeCount: Int
    /// Fields that are one of `missingTokens`, by token.
    public let missing: [String: Int]
    /// Fields that are neither.
    public let textCount: Int
    /// One of those; nil where there is none.
    public let textExample: String?
    /// The least number; nil where there is none.
    public let least: Float?
    /// The greatest number.
    public let greatest: Float?
    /// Whether every field is the number above it plus one: the rows are numbered.
    public let isCounting: Bool
    /// The different fields that aren't missing, the most frequent first; nil where there are more than `mostDistinct`.
    public let values: [Value]?

    /// All of it.
    public init(
        name: String, numberCount: Int, wholeCount: Int, missing: [String: Int], textCount: Int, textExample: String?,
        least: Float?, greatest: Float?, isCounting: Bool, values: [Value]?
    ) {
        self.name = name
        self.numberCount = numberCount
        self.wholeCount = wholeCount
        self.missing = missing
        self.textCount = textCount
        self.textExample = textExample
        self.least = least
        self.greatest = greatest
        self.isCounting = isCounting
        self.values = values
    }

    /// Fields that aren't missing.
    public var valueCount: Int { numberCount + textCount }
    /// Fields that are.
    public var missingCount: Int { missing.values.reduce(0, +) }
}
