/// A field of a struct or group.
struct FieldModel {
    /// The names of all that is generated for it.
    let names: FieldNames
    let documentation: [String]
    let content: FieldContent
    /// The discriminant's value that says that this member of the union is set; nothing outside a union.
    let discriminant: UInt16?
}
