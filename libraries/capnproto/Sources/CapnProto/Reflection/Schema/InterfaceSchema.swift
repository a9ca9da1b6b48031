/// What the schema says about an interface.
public struct InterfaceSchema: Sendable {
    /// The schema's number for the interface.
    public let id: UInt64
    private let set: SchemaSet

    /// The interface with a number.
    public init(id: UInt64, in set: SchemaSet) {
        self.id = id
        self.set = set
    }

    /// The name as in the schema, with the file and all scopes in front of it.
    public var name: String {
        get throws(WireError) { try set.node(id).node.displayName }
    }

    /// The methods' names as in the schema, in the order of their numbers, those of superclasses not among them.
    public var methodNames: [String] {
        get throws(WireError) {
            guard case .interface(let interface) = try set.node(id).node.which else {
                throw .malformedSchema(id: id, reason: "an interface was expected")
            }
            var names: [String] = []
            for method in try interface.methods { names.append(try method.name) }
            return names
        }
    }
}
