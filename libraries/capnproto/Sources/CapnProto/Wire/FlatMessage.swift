/// A message in one piece: segment table and segments one behind the other, as a file or a stream has them.
///
/// It never changes. It isn't copied: whoever reads it takes its memory over.
@safe
public struct FlatMessage: ~Copyable, @unchecked Sendable {
    // Sendable: written before anybody else sees it. The memory is from `WordMemory.allocate`.
    private let memory: UnsafeMutableRawPointer
    /// How many bytes there are.
    public let byteCount: Int

    /// Puts the parts of a message one behind the other.
    init(_ message: OutgoingMessage) {
        byteCount = message.byteCount
        unsafe memory = WordMemory.allocate(byteCount: byteCount, isZeroed: false)
        // As many bytes as were allocated.
        unsafe message.write(to: UnsafeMutableRawBufferPointer(start: memory, count: byteCount))
    }

    deinit {
        unsafe WordMemory.deallocate(memory)
    }

    /// The bytes, which start on a multiple of 8.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // The memory lives as long as `self`.
            let span = unsafe RawSpan(_unsafeStart: memory, byteCount: byteCount)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The message read in place.
    public consuming func reader(limits: ReadLimits = .trusted()) throws(WireError) -> MessageReader {
        let (memory, byteCount) = unsafe (memory, byteCount)
        discard self
        return MessageReader(arena: unsafe try .taking(memory, byteCount: byteCount, limits: limits))
    }
}
