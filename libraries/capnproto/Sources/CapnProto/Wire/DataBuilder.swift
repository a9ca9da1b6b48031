/// The bytes of a data in a message being built.
///
/// They never move, and are zero until they are written.
@frozen
@safe
public struct DataBuilder {
    // The bytes lie in an ordinary segment of the arena, which allocated them.
    @usableFromInline let arena: BuildArena
    @usableFromInline let start: UnsafeMutableRawPointer
    /// How many bytes there are.
    public let byteCount: Int

    @inlinable
    init(arena: BuildArena, start: UnsafeMutableRawPointer, byteCount: Int) {
        self.arena = arena
        unsafe self.start = start
        self.byteCount = byteCount
    }

    /// The bytes, in place.
    ///
    /// They start on a multiple of 8 bytes.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // The arena keeps the memory alive as long as `self` is.
            let span = unsafe RawSpan(_unsafeStart: start, byteCount: byteCount)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The bytes, to be written in place.
    ///
    /// A span must not be kept beyond the message's `finish()`.
    @inlinable
    public var mutableBytes: MutableRawSpan {
        @_lifetime(&self)
        mutating get {
            precondition(!arena.isFinished, "message was finished and can't be changed")
            // The arena keeps the memory alive as long as `self` is.
            let span = unsafe MutableRawSpan(_unsafeStart: start, byteCount: byteCount)
            return unsafe _overrideLifetime(span, mutating: &self)
        }
    }

    /// The bytes as little-endian numbers, to be written in place.
    ///
    /// Throws `.partialElement` when they aren't a whole number of them. A span must not be kept beyond the message's
    /// `finish()`.
    @inlinable
    @_lifetime(&self)
    public mutating func mutableSpan<Scalar: CapnProtoScalar>(
        of type: Scalar.Type
    ) throws(WireError) -> MutableSpan<Scalar> {
        let size = MemoryLayout<Scalar>.size
        if byteCount % size != 0 { throw .partialElement(byteCount: byteCount, elementByteCount: size) }
        if arena.isFinished { throw .builderFinished }
        // As for `mutableBytes`; the bytes start on a word, which suits every scalar.
        let span = unsafe MutableSpan<Scalar>(
            _unsafeStart: start.assumingMemoryBound(to: Scalar.self), count: byteCount / size)
        return unsafe _overrideLifetime(span, mutating: &self)
    }

    /// The bytes' address, which stays valid as long as the message or a builder of it is used.
    ///
    /// For foreign functions; Swift writes `mutableBytes`. Nothing may be written after the message's `finish()`.
    @unsafe
    @inlinable
    public var unsafeMutableBytes: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: start, count: byteCount)
    }
}
