/// A generated struct: the scope of its reader, its builder and whatever its schema nests in it.
public protocol CapnProtoStruct: CapnProtoPointee
where ReaderElement == Reader, BuilderElement == Builder, PointeeReader == Reader, PointeeBuilder == Builder {
    /// A view of such a struct in a message.
    associatedtype Reader: CapnProtoStructReader
    /// A handle on such a struct in a message being built.
    associatedtype Builder: CapnProtoStructBuilder
    /// The number that the schema gives the struct.
    static var typeID: UInt64 { get }
    /// The size of its two sections when built.
    static var structSize: StructSize { get }
}

extension CapnProtoStruct {
    /// Structs behind a tag.
    @inlinable
    public static var elementSize: ElementSize { .composite }

    /// The size of its two sections when built.
    @inlinable
    public static var elementStructSize: StructSize { structSize }

    /// The struct at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListReader, at index: Int) -> Reader {
        Reader(raw: list.structure(at: index))
    }

    /// The struct at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListBuilder, at index: Int) -> Builder {
        Builder(raw: list.structure(at: index))
    }

    /// Follows the pointer.
    @inlinable
    public static func pointee(at pointer: PointerReader) throws(WireError) -> Reader {
        try pointer.structure(as: Self.self)
    }

    /// The struct that is there, or a new one.
    @inlinable
    public static func pointee(at pointer: PointerBuilder) throws(WireError) -> Builder {
        try pointer.structure(as: Self.self)
    }

    /// A new struct of zeros.
    @inlinable
    public static func initPointee(at pointer: PointerBuilder) throws(WireError) -> Builder {
        try pointer.initStructure(as: Self.self)
    }

    /// Copies a struct, with all that it leads to.
    @inlinable
    public static func setPointee(_ value: Reader, at pointer: PointerBuilder) throws(WireError) {
        try pointer.setStructure(value)
    }
}
