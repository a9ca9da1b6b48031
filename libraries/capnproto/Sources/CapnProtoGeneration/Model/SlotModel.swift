/// Where a field's value lies, and what it is.
struct SlotModel {
    /// In units of the value: bits, bytes times the size, or pointers.
    let offset: Int
    let type: TypeModel
    let defaultValue: ValueModel
}
