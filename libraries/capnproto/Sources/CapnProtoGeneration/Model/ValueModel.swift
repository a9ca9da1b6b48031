/// A default or constant value.
enum ValueModel: Equatable {
    /// Zero, false, the first enumerant or a null pointer: what a field without a default has.
    case zero
    case bool(Bool)
    /// A number as a Swift expression.
    case number(String)
    /// An enumerant by its number.
    case enumerant(UInt16)
    /// Text as it is.
    case text(String)
    /// Whatever lies behind a pointer: a message of one segment, its root pointer first.
    case words([UInt64])
}
