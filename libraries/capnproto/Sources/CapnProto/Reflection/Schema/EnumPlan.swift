/// What printing and parsing need to know about an enum.
struct EnumPlan: Sendable {
    struct Enumerant: Sendable {
        let name: String
        /// The name in JSON, by its annotation or the same.
        let nameInJSON: String
    }

    let name: String
    /// In the order of their numbers.
    let enumerants: [Enumerant]

    init(_ node: SchemaLanguage.Node.Reader) throws(WireError) {
        guard case .enum(let enumeration) = try node.which else {
            throw .malformedSchema(id: node.id, reason: "an enum was expected")
        }
        name = try node.displayName
        var enumerants: [Enumerant] = []
        for enumerant in try enumeration.enumerants {
            let name = try enumerant.name
            let annotations = try JSONAnnotations(enumerant.annotations)
            enumerants.append(Enumerant(name: name, nameInJSON: annotations.name ?? name))
        }
        self.enumerants = enumerants
    }

    /// The number of the enumerant with a name.
    func number(named name: String) -> UInt16? {
        enumerants.firstIndex { $0.name == name }.map { UInt16(truncatingIfNeeded: $0) }
    }
}
