/// A method of an interface, as its schema declares it.
@frozen
public struct InterfaceMethod: Hashable, Sendable {
    /// Its number, by which a call says which method it means.
    public let ordinal: UInt16
    /// Its name in the schema.
    public let name: String

    /// A method with a number and a name.
    @inlinable
    public init(ordinal: UInt16, name: String) {
        self.ordinal = ordinal
        self.name = name
    }
}
