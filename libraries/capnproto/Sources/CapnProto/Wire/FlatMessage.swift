/// A message in one piece: segment table and segments one behind the other, as a file or a stream has them.
///
/// It never changes.
@safe
public final class FlatMessage: @unchecked Sendable {
    // Sendable: written before anybody else sees it.
    private let memory: UnsafeMutableRawPointer
    /// How many bytes there are.
    public let byteCount: Int

    /// Puts the parts of a message one behind the other.
    init(_ message: OutgoingMessage) {
        byteCount = message.byteCount
        unsafe memory = .allocate(byteCount: byteCount, alignment: 8)
        unsafe message.write(to: UnsafeMutableRawBufferPointer(start: memory, count: byteCount))
    }

    deinit {
        // Allocated in `init`.
        unsafe memory.deallocate()
    }

    /// The bytes, which start on a multiple of 8.
    ///
    /// They are valid and unchanged as long as this object.
    @unsafe public var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: memory, count: byteCount)
    }

    /// The message read in place.
    public func reader(limits: ReadLimits = .trusted()) throws(WireError) -> MessageReader {
        unsafe try MessageReader(bytes: bytes, owner: self, limits: limits)
    }
}
