/// A list in a message being built.
@frozen
public struct ListBuilder<Element: ListElement> {
    /// The list without its schema.
    @usableFromInline let raw: RawListBuilder

    @inlinable
    @inline(__always)
    init(raw: RawListBuilder) {
        self.raw = raw
    }

    /// How many elements there are.
    @inlinable
    public var count: Int { raw.count }

    /// The indices of all elements.
    @inlinable
    public var indices: Range<Int> { 0..<raw.count }

    /// The element at an index, which must be in bounds: a value, a struct's builder, or the pointer to be set.
    @inlinable
    @inline(__always)
    public subscript(index: Int) -> Element.BuilderElement {
        precondition(index >= 0 && index < raw.count, "list index out of bounds")
        return Element.element(of: raw, at: index)
    }
}
