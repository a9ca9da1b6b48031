/// One segment of a finished message: where its bytes lie, and what keeps them there.
@safe
public struct OutgoingSegment: @unchecked Sendable {
    // Sendable: the bytes are immutable as long as `owner` lives.

    /// The segment's bytes, a multiple of 8 of them from a multiple of 8.
    ///
    /// They are valid and unchanged as long as `owner` lives.
    @unsafe public let bytes: UnsafeRawBufferPointer
    /// Keeps the bytes alive.
    public let owner: any AnyObject & Sendable

    init(bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
        unsafe self.bytes = bytes
        self.owner = owner
    }

    /// How many bytes there are.
    public var byteCount: Int { unsafe bytes.count }
}
