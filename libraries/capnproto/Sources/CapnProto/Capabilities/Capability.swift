/// A reference to an object that offers an interface: where it is in the table that travels with the message.
///
/// The table is the carrier's, and so is what stands in it. The index may be any number: whoever looks it up checks it.
@frozen
public struct Capability<Interface: CapnProtoInterface>: Hashable, Sendable {
    /// Where the object is in the table.
    public let index: UInt32

    /// The object at an index of the table.
    @inlinable
    public init(index: UInt32) {
        self.index = index
    }
}
