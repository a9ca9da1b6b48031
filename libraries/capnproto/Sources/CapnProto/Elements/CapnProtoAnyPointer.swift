/// A pointer of any kind, as the element of a list or the argument of a generic struct.
public enum CapnProtoAnyPointer: CapnProtoPointerElement {
    /// The pointer itself.
    @inlinable
    public static func pointee(at pointer: PointerReader) throws(WireError) -> PointerReader { pointer }

    /// Copies whatever a pointer leads to.
    @inlinable
    public static func setPointee(_ value: PointerReader, at pointer: PointerBuilder) throws(WireError) {
        try pointer.set(value)
    }
}
