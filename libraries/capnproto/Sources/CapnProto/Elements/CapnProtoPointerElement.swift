/// A list element that lies behind a pointer of its own, so that reading it can fail.
public protocol CapnProtoPointerElement: CapnProtoPointee
where ReaderElement == ListPointer<Self>, BuilderElement == PointerBuilder, PointeeBuilder == PointerBuilder {}

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

    /// The pointer itself.
    @inlinable
    public static func pointee(at pointer: PointerBuilder) throws(WireError) -> PointerBuilder { pointer }

    /// The pointer itself, which keeps what it leads to until it is set.
    @inlinable
    public static func initPointee(at pointer: PointerBuilder) throws(WireError) -> PointerBuilder { pointer }
}
