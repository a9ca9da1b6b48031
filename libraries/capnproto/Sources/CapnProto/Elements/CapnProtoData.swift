/// Data, as the element of a list or the argument of a generic struct.
public enum CapnProtoData: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func pointee(at pointer: PointerReader) throws(WireError) -> DataReader { try pointer.data() }

    /// Makes a copy of data.
    @inlinable
    public static func setPointee(_ value: DataReader, at pointer: PointerBuilder) throws(WireError) {
        try pointer.setData(value.bytes)
    }
}
