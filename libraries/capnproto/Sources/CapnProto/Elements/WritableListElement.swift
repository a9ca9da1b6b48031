/// A list element that is a value: a number, `Bool` or a generated enum.
public protocol WritableListElement: ListElement where ReaderElement == Self, BuilderElement == Self {
    /// Sets the element at an index that is in bounds.
    static func set(_ value: Self, in list: RawListBuilder, at index: Int)
}

extension WritableListElement where Self: CapnProtoScalar {
    /// Sets the number at an index that is in bounds.
    @inlinable
    public static func set(_ value: Self, in list: RawListBuilder, at index: Int) {
        list.write(value, at: index)
    }
}
