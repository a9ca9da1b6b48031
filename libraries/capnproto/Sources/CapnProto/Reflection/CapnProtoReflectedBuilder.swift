/// A generated builder of a struct or a group, which knows its schema and so can be filled from a text.
public protocol CapnProtoReflectedBuilder {
    /// What the schema says about the struct.
    static var schema: StructSchema { get }
    /// The struct's two sections.
    var raw: StructBuilder { get }
}

extension CapnProtoReflectedBuilder {
    /// Fills the struct from its text form: what `capnp encode` reads.
    ///
    /// Fields that the text doesn't name keep what they have. Throws `.unexpected` with the place, what was expected and
    /// what came, `.tooDeep` where lists and records are nested deeper than `nestingLevels`, and `.message` for what the
    /// format can't hold; then the struct is partly filled.
    public func fill(fromTextForm text: String, nestingLevels: Int = 128) throws(FormError) {
        try Self.schema.fill(raw, fromTextForm: text, nestingLevels: nestingLevels)
    }
}

extension CapnProtoReflectedBuilder {
    /// Fills the struct from JSON, as `capnp convert json:binary` reads it.
    ///
    /// Names that the schema doesn't know are ignored; fields that aren't named keep what they have. Throws `.unexpected`
    /// with the place, what was expected and what came, `.tooDeep` where arrays and objects are nested deeper than
    /// `nestingLevels`, and `.message` for what the format can't hold; then the struct is partly filled.
    public func fill(fromJSON text: String, nestingLevels: Int = 128) throws(FormError) {
        try Self.schema.fill(raw, fromJSON: text, nestingLevels: nestingLevels)
    }
}
