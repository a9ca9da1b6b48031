/// The element of a list of data.
public enum CapnProtoData: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func value(at pointer: PointerReader) throws(WireError) -> DataReader { try pointer.data() }
}
