/// The size of a struct's two sections.
@frozen
public struct StructSize: Equatable, Sendable {
    /// Words of scalar fields.
    public let dataWordCount: UInt16
    /// Pointers, of one word each.
    public let pointerCount: UInt16

    /// A size of so many data words and pointers.
    @inlinable
    public init(dataWordCount: UInt16, pointerCount: UInt16) {
        self.dataWordCount = dataWordCount
        self.pointerCount = pointerCount
    }

    /// Words of both sections together, at most 131,070.
    @inlinable
    public var wordCount: Int { Int(dataWordCount) + Int(pointerCount) }
}
