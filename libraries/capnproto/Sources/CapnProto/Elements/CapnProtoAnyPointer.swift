/// The element of a list of pointers of any kind.
public enum CapnProtoAnyPointer: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func value(at pointer: PointerReader) throws(WireError) -> PointerReader { pointer }
}
