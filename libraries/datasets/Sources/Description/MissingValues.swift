/// What stands for a missing value in a table, and what takes its place.
///
/// A row whose label is missing is left out. A missing category is one like those that the training split never had.
public struct MissingValues: Hashable, Sendable {
    /// The fields, without spaces around them, that say that there is no value; at most `maximumTokens`.
    public var tokens: [String]
    /// What takes the place of a missing number.
    public var fill: Fill
    /// Whether a column that misses numbers in the training split gets another one behind it: 1 where the number is
    /// missing and 0 where not.
    public var hasIndicator: Bool

    /// What takes the place of a missing number, of those of the column that the training split has.
    public enum Fill: String, Hashable, Sendable, CaseIterable {
        /// Their mean.
        case mean
        /// Their median: the middle one, or the mean of the two in the middle.
        case median
    }

    /// The most tokens.
    public static let maximumTokens = 64

    /// Describes missing values.
    public init(tokens: [String] = ["", "NA"], fill: Fill = .mean, hasIndicator: Bool = false) {
        self.tokens = tokens
        self.fill = fill
        self.hasIndicator = hasIndicator
    }

    func validate() throws(DatasetError) {
        guard (1...Self.maximumTokens).contains(tokens.count) else {
            throw .description(
                key: "csv.missing.values", expected: "1 to \(Self.maximumTokens) texts", found: "\(tokens.count)")
        }
    }
}
