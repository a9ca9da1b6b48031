/// The names of all that is generated for one field, none of them used twice in its struct.
///
/// Escaped with backticks where Swift wants that.
struct FieldNames: Equatable {
    /// The property, or the union's case.
    let property: String
    /// Whether the pointer is set.
    let has: String
    /// The text's bytes.
    let utf8: String
    let set: String
    let initialise: String
    let adopt: String
    let disown: String
    /// The constant that holds a pointer's default.
    let defaultConstant: String
}
