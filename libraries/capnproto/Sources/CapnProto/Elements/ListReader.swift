/// A list in a message, read where it lies.
///
/// It keeps the message alive.
@frozen
public struct ListReader<Element: ListElement>: RandomAccessCollection, Sendable {
    @usableFromInline let raw: RawListReader

    /// A list that is known to be compatible.
    @inlinable
    @inline(__always)
    init(unchecked raw: RawListReader) {
        self.raw = raw
    }

    /// Always 0.
    @inlinable
    public var startIndex: Int { 0 }

    /// How many elements there are.
    @inlinable
    public var endIndex: Int { raw.count }

    /// The element at an index, which must be in bounds.
    @inlinable
    @inline(__always)
    public subscript(index: Int) -> Element.ReaderElement {
        precondition(index >= 0 && index < raw.count, "list index out of bounds")
        return Element.element(of: raw, at: index)
    }
}
