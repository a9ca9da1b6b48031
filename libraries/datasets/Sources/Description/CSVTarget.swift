/// What the label's column of a table says.
public enum CSVTarget: Hashable, Sendable {
    /// The class's number, counted from 0.
    case integers
    /// The class's name; the training split's names in the order of their UTF-8 bytes are the classes.
    case names
    /// A number to be predicted, brought to mean 0 and deviation 1 over the training split if so asked.
    case number(isStandardised: Bool)
    /// What holds or doesn't: one output, 1 where it holds and 0 where not.
    case condition(Condition)

    func validate() throws(DatasetError) {
        guard case .condition(let condition) = self, let bound = condition.bound, !bound.isFinite else { return }
        throw .description(key: "csv.target.condition", expected: "a finite number", found: "\(bound)")
    }
}
