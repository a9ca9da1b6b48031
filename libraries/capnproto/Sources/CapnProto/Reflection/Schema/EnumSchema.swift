/// What the schema says about an enum.
public struct EnumSchema: Sendable {
    /// The schema's number for the enum.
    public let id: UInt64
    private let set: SchemaSet

    /// The enum with a number.
    public init(id: UInt64, in set: SchemaSet) {
        self.id = id
        self.set = set
    }

    /// The name as in the schema, with the file and all scopes in front of it.
    public var name: String {
        get throws(WireError) { try set.enumeration(id).name }
    }

    /// The enumerants' names as in the schema, in the order of their numbers.
    public var enumerantNames: [String] {
        get throws(WireError) { try set.enumeration(id).enumerants.map(\.name) }
    }
}
