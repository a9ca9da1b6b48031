/// Bytes that a message can carry without copying them: aligned to 64 bytes, zeroed, and padded with zeros to a whole
/// number of 64 bytes.
///
/// Whoever fills it does so before it is handed to a message; from then on it is only read.
@safe
public final class TensorMemory: @unchecked Sendable {
    // Unchecked: written by its one owner before it is shared, and never after.

    /// Bytes that count, without the padding.
    public let byteCount: Int
    private let base: UnsafeMutableRawPointer
    /// What the allocator has given; ``base`` is less than 64 bytes behind its start.
    private let allocation: UnsafeMutableRawPointer

    /// Allocates zeroed memory for `byteCount` bytes.
    public init(byteCount: Int) {
        precondition(byteCount >= 0, "TensorMemory: a byte count is never negative, got \(byteCount)")
        self.byteCount = byteCount
        let padded = max(64, (byteCount + 63) / 64 * 64)
        // Asked for no more than its own alignment: for memory that it has to align itself, the C library takes a new piece
        // more often than one that was given back.
        unsafe allocation = .allocate(byteCount: padded + 64, alignment: 16)
        unsafe base = allocation.alignedUp(toMultipleOf: 64)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: padded)
    }

    deinit {
        unsafe allocation.deallocate()
    }

    /// Lets `body` fill the memory as elements of `type`.
    public func withMutableSpan<Element: BitwiseCopyable, Failure: Error>(
        of type: Element.Type, _ body: (inout MutableSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) {
        // The allocation holds whole elements of every wire type, and this is its only writer.
        let elements = unsafe UnsafeMutableBufferPointer(
            start: base.assumingMemoryBound(to: Element.self),
            count: byteCount / MemoryLayout<Element>.stride
        )
        var span = unsafe MutableSpan(_unsafeElements: elements)
        try body(&span)
    }

    /// The memory, for a message that adopts it.
    @unsafe public var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base, count: byteCount)
    }
}
