/// Text, as the element of a list or the argument of a generic struct.
public enum CapnProtoText: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func pointee(at pointer: PointerReader) throws(WireError) -> String { try pointer.text() }

    /// Makes a text.
    @inlinable
    public static func setPointee(_ value: String, at pointer: PointerBuilder) throws(WireError) {
        try pointer.setText(value)
    }
}
