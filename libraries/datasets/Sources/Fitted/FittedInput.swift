/// How raw data becomes a model's input.
public enum FittedInput: Hashable, Sendable {
    /// From IDX: every sample has the same shape.
    case images(FittedImages)
    /// From rows of a table.
    case table(FittedTable)
    /// From text.
    case text(FittedText)
}
