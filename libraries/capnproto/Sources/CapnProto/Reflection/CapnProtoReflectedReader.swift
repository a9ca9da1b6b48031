/// A generated reader of a struct or a group, which knows its schema and so can print itself.
public protocol CapnProtoReflectedReader: Sendable, CustomStringConvertible {
    /// What the schema says about the struct.
    static var schema: StructSchema { get }
    /// The struct's two sections.
    var raw: StructReader { get }
}

extension CapnProtoReflectedReader {
    /// The text form on one line; for a message that can't be read, why, in angle brackets.
    ///
    /// What is printed is visited and charged to the message's limits, as by any other reader.
    public var description: String {
        do throws(WireError) {
            return try textForm()
        } catch {
            return "<\(error)>"
        }
    }

    /// The text form: what `capnp decode` prints, and `capnp encode` reads.
    ///
    /// On one line, or, where `pretty`, on as many as the tool takes. Bytes of texts that aren't UTF-8 are escaped. Throws
    /// what reading the message would.
    public func textForm(pretty: Bool = false) throws(WireError) -> String {
        try Self.schema.textForm(of: raw, pretty: pretty)
    }
}

extension CapnProtoReflectedReader {
    /// The struct as JSON, as `capnp convert binary:json` writes it.
    ///
    /// On one line without spaces, or, where `pretty`, as the tool lays it out. The annotations of json.capnp count. Throws
    /// what reading the message would, `.notInJSON` for capabilities and pointers to anything, and `.invalidText` for texts
    /// that aren't UTF-8.
    public func jsonForm(pretty: Bool = false) throws(WireError) -> String {
        try Self.schema.jsonForm(of: raw, pretty: pretty)
    }
}
