/// A list element that lies behind a pointer of its own, so that reading it can fail.
public protocol CapnProtoPointerElement: ListElement
where ReaderElement == ListPointer<Self>, BuilderElement == PointerBuilder {
    /// What the pointer leads to.
    associatedtype Value
    /// Follows the pointer.
    static func value(at pointer: PointerReader) throws(WireError) -> Value
}

extension CapnProtoPointerElement {
    /// A pointer.
    @inlinable
    public static var elementSize: ElementSize { .pointer }

    /// The pointer at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListReader, at index: Int) -> ListPointer<Self> {
        ListPointer(pointer: list.pointer(at: index))
    }

    /// The pointer at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListBuilder, at index: Int) -> PointerBuilder {
        list.pointer(at: index)
    }
}
