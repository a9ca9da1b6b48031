/// Goes through the elements of a list in order.
@frozen
public struct ListIterator<Member: ListElement>: IteratorProtocol, Sendable {
    @usableFromInline let raw: RawListReader
    @usableFromInline var index: Int

    @inlinable
    init(_elements raw: RawListReader) {
        self.raw = raw
        self.index = 0
    }

    /// The next element, or nothing behind the last one.
    @inlinable
    @inline(__always)
    public mutating func next() -> Member.ReaderElement? {
        guard index < raw.count else { return nil }
        let current = index
        index = current &+ 1
        return Member.element(of: raw, at: current)
    }
}

extension ListReader {
    /// An iterator at the first element.
    @inlinable
    public func makeIterator() -> ListIterator<Element> { ListIterator(_elements: raw) }
}
