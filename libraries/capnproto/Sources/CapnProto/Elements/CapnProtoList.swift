/// The element of a list of lists.
public enum CapnProtoList<Element: ListElement>: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func value(at pointer: PointerReader) throws(WireError) -> ListReader<Element> {
        try pointer.list()
    }
}
