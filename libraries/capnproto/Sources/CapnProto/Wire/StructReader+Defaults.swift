extension StructReader {
    /// The struct at a pointer, or its field's default where the pointer is null.
    @inlinable
    public func structure<Schema: CapnProtoStruct>(
        at index: Int, as type: Schema.Type, default constant: ConstantMessage
    ) throws(WireError) -> Schema.Reader {
        hasPointer(at: index) ? try structure(at: index, as: type) : try constant.pointer.structure(as: type)
    }

    /// The list at a pointer, or its field's default where the pointer is null.
    @inlinable
    public func list<Element: ListElement>(
        at index: Int, of type: Element.Type = Element.self, default constant: ConstantMessage
    ) throws(WireError) -> ListReader<Element> {
        hasPointer(at: index) ? try list(at: index) : try constant.pointer.list()
    }

    /// The data at a pointer, or its field's default where the pointer is null.
    @inlinable
    public func data(at index: Int, default constant: ConstantMessage) throws(WireError) -> DataReader {
        hasPointer(at: index) ? try data(at: index) : try constant.pointer.data()
    }

    /// The text at a pointer, or its field's default where the pointer is null.
    @inlinable
    public func text(at index: Int, default constant: ConstantMessage) throws(WireError) -> String {
        hasPointer(at: index) ? try text(at: index) : try constant.pointer.text()
    }

    /// The text's bytes at a pointer, or its field's default where the pointer is null.
    @inlinable
    public func textBytes(at index: Int, default constant: ConstantMessage) throws(WireError) -> DataReader {
        hasPointer(at: index) ? try textBytes(at: index) : try constant.pointer.textBytes()
    }

    /// The pointer at an index, or its field's default where it is null.
    @inlinable
    public func pointer(at index: Int, default constant: ConstantMessage) -> PointerReader {
        hasPointer(at: index) ? pointer(at: index) : constant.pointer
    }
}
