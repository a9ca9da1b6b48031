/// What printing and parsing need to know about a field.
struct FieldPlan: Sendable {
    enum Content: Sendable {
        case slot(SlotPlan)
        case group(StructPlan)
    }

    let name: String
    /// The discriminant's value that says that this member of the union is set; nothing outside a union.
    let discriminant: UInt16?
    let content: Content
    let annotations: JSONAnnotations
}

/// Where a field's value lies, what it is, and what it is where nothing was set.
struct SlotPlan: Sendable {
    /// In bits for `Bool`, in bytes for what else is in the data section, in pointers for the rest.
    let offset: Int
    let type: TypePlan
    /// With which the bits on the wire are combined by exclusive or.
    let mask: UInt64
    /// What a null pointer stands for, if not for something empty.
    let fallback: PointerReader?
}
