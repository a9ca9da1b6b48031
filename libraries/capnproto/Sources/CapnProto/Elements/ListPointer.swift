/// An element of a list of texts, data, lists or capabilities: followed when it is asked for its value, since only then can it turn
/// out to lead nowhere good.
@frozen
public struct ListPointer<Element: CapnProtoPointerElement>: Sendable {
    /// The pointer itself.
    public let pointer: PointerReader

    @inlinable
    init(pointer: PointerReader) {
        self.pointer = pointer
    }

    /// What the pointer leads to.
    @inlinable
    public var value: Element.PointeeReader {
        get throws(WireError) { try Element.pointee(at: pointer) }
    }
}
