/// The element of a list of texts.
public enum CapnProtoText: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func value(at pointer: PointerReader) throws(WireError) -> String { try pointer.text() }
}
