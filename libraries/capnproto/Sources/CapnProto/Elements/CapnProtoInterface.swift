/// A generated interface: the scope of what its schema nests in it, and the type of its capabilities.
public protocol CapnProtoInterface: CapnProtoPointerElement where PointeeReader == Capability<Self>? {
    /// The number that the schema gives the interface.
    static var typeID: UInt64 { get }
    /// The interface's own methods in the order of their ordinals, those that it inherits not among them.
    static var methods: [InterfaceMethod] { get }
}

extension CapnProtoInterface {
    /// The capability at a pointer; nil where it is null.
    @inlinable
    public static func pointee(at pointer: PointerReader) throws(WireError) -> Capability<Self>? {
        try pointer.capability()
    }

    /// Makes a pointer a capability, or null.
    @inlinable
    public static func setPointee(_ value: Capability<Self>?, at pointer: PointerBuilder) throws(WireError) {
        try pointer.setCapability(value)
    }
}
