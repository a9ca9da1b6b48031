/// A list, as the element of a list or the argument of a generic struct.
public enum CapnProtoList<Element: ListElement>: CapnProtoPointerElement {
    /// Follows the pointer.
    @inlinable
    public static func pointee(at pointer: PointerReader) throws(WireError) -> ListReader<Element> {
        try pointer.list()
    }

    /// Copies a list, with all that it leads to.
    @inlinable
    public static func setPointee(_ value: ListReader<Element>, at pointer: PointerBuilder) throws(WireError) {
        try pointer.setList(copying: value)
    }
}
