/// What is done to a number x of a table: (x - mean) / deviation, in float32, with `fill` in the place of a missing one.
public struct FittedNumber: Hashable, Sendable, Codable {
    /// Takes the place of a missing number; nil where none may be missing.
    public var fill: Float?
    /// Whether a feature behind this one says whether the number was missing.
    public var hasIndicator: Bool
    /// Of the training split with missing numbers filled; 0 without standardisation.
    public var mean: Float
    /// Likewise; 1 without standardisation, never 0.
    public var deviation: Float

    /// Puts it together.
    public init(fill: Float? = nil, hasIndicator: Bool = false, mean: Float = 0, deviation: Float = 1) {
        self.fill = fill
        self.hasIndicator = hasIndicator
        self.mean = mean
        self.deviation = deviation
    }

    func validate(_ name: String) throws(PreprocessingProblem) {
        if let fill, !fill.isFinite {
            throw .value("table.columns", expected: "a finite fill for \"\(name)\"", found: "\(fill)")
        }
        try PreprocessingProblem.requireStandardisation(mean, deviation, name)
    }
}
