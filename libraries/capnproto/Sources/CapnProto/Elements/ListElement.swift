/// What a list can be made of: numbers, `Bool`, generated enums, structs and interfaces, and the markers `CapnProtoVoid`,
/// `CapnProtoText`, `CapnProtoData`, `CapnProtoList` and `CapnProtoAnyPointer`.
public protocol ListElement {
    /// What a `ListReader` hands out.
    associatedtype ReaderElement
    /// What a `ListBuilder` hands out.
    associatedtype BuilderElement
    /// How a list lays out such elements.
    static var elementSize: ElementSize { get }
    /// The size of a struct, nothing for the others.
    static var elementStructSize: StructSize { get }
    /// The element at an index that is in bounds, of a list whose elements have been found compatible.
    static func element(of list: RawListReader, at index: Int) -> ReaderElement
    /// The element at an index that is in bounds.
    static func element(of list: RawListBuilder, at index: Int) -> BuilderElement
}

extension ListElement {
    /// Nothing: only structs have a size of their own.
    @inlinable
    public static var elementStructSize: StructSize { StructSize(dataWordCount: 0, pointerCount: 0) }
}
