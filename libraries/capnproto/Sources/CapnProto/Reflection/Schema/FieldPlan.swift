/// What printing and parsing need to know about a field.
struct FieldPlan: Sendable {
    enum Content: Sendable {
        case slot(SlotPlan)
        case group(StructPlan)
    }

    let name: String
    /// The discriminant's value that says that this member of the union is set; nothing outside a union.
    let discriminant: UInt16?
    let annotations: JSONAnnotations
    // One of them; as in `TypePlan`, so that references stay plain.
    private let slot: SlotPlan?
    private let group: StructPlan?

    init(name: String, discriminant: UInt16?, content: Content, annotations: JSONAnnotations) {
        self.name = name
        self.discriminant = discriminant
        self.annotations = annotations
        if case .slot(let plan) = content { slot = plan } else { slot = nil }
        if case .group(let plan) = content { group = plan } else { group = nil }
    }

    /// What it is.
    var content: Content {
        if let group { return .group(group) }
        guard let slot else { preconditionFailure("a field is a slot or a group") }
        return .slot(slot)
    }
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
