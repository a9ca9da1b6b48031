extension Bool: WritableListElement {
    /// One bit.
    @inlinable
    public static var elementSize: ElementSize { .bit }

    /// The bit at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListReader, at index: Int) -> Bool { list.readBool(at: index) }

    /// The bit at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListBuilder, at index: Int) -> Bool { list.readBool(at: index) }

    /// Sets the bit at an index that is in bounds.
    @inlinable
    public static func set(_ value: Bool, in list: RawListBuilder, at index: Int) { list.writeBool(value, at: index) }
}
