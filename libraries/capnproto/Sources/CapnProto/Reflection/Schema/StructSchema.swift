/// What the schema says about a struct or a group: enough to print, and to build, values of which nothing else is known.
///
/// Generated types have it as `schema`. It is decoded when it is first used; then what is wrong with it is thrown as
/// `.missingSchema` and `.malformedSchema`, which no generated code does.
public struct StructSchema: Sendable {
    /// The schema's number for the struct.
    public let id: UInt64
    /// The schema that the struct is from, which knows the structs of the same file.
    public let set: SchemaSet
    /// What the type parameters in scope stand for.
    let bindings: TypeBindings

    /// The struct with a number.
    ///
    /// A generic struct's parameters are unbound.
    public init(id: UInt64, in set: SchemaSet) {
        self.init(id: id, in: set, bindings: [:])
    }

    init(id: UInt64, in set: SchemaSet, bindings: TypeBindings) {
        self.id = id
        self.set = set
        self.bindings = bindings
    }

    /// The name as in the schema, with the file and all scopes in front of it.
    public var name: String {
        get throws(WireError) { try set.structure(id).plan.name }
    }

    /// The names of all fields as in the schema, in the order of their numbers.
    public var fieldNames: [String] {
        get throws(WireError) { try set.structure(id).plan.fields.map(\.name) }
    }

    /// The size of the two sections when built.
    public var structSize: StructSize {
        get throws(WireError) { try set.structure(id).plan.size }
    }
}

extension MessageBuilder {
    /// Makes the root a new struct, of which nothing but its schema is known.
    public func initRoot(of schema: StructSchema) throws(WireError) -> StructBuilder {
        try root.initStructure(size: schema.structSize)
    }
}
