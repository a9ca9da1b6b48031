/// What a field is.
enum FieldContent {
    /// A value in the struct's own sections.
    case slot(SlotModel)
    /// A group, by its Swift path and its fields.
    case group(StructModel)
}
