/// Bytes in a message, read where they lie.
///
/// It keeps the message alive.
@frozen
@safe
public struct DataReader: @unchecked Sendable {
    // Sendable: a view of memory that is immutable as long as the arena lives, checked by the arena.
    @usableFromInline let arena: ReadArena
    @usableFromInline let place: BytesPlace

    @inlinable
    @inline(__always)
    init(arena: ReadArena, place: BytesPlace) {
        self.arena = arena
        self.place = place
    }

    @inlinable var start: UnsafeRawPointer { unsafe place.start }
    /// How many bytes there are.
    @inlinable public var byteCount: Int { place.byteCount }

    /// Whether there are no bytes.
    @inlinable
    public var isEmpty: Bool { byteCount == 0 }

    /// The bytes, in place.
    ///
    /// They start on a multiple of 8 bytes.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // The arena keeps the memory alive as long as `self` is, and nobody writes it.
            let span = unsafe RawSpan(_unsafeStart: start, byteCount: byteCount)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The bytes as little-endian numbers.
    ///
    /// Throws `.partialElement` when they aren't a whole number of them.
    @inlinable
    public func values<Scalar: CapnProtoScalar>(of type: Scalar.Type) throws(WireError) -> DataValues<Scalar> {
        let size = MemoryLayout<Scalar>.size
        if byteCount % size != 0 { throw .partialElement(byteCount: byteCount, elementByteCount: size) }
        if unsafe Int(bitPattern: start) % MemoryLayout<Scalar>.alignment != 0 {
            throw .misalignedElements(alignment: MemoryLayout<Scalar>.alignment)
        }
        return DataValues(unchecked: self)
    }

    /// A copy of the bytes.
    public func array() -> [UInt8] {
        // As for `bytes`.
        unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: byteCount))
    }

    /// The bytes as a string.
    ///
    /// Throws `.invalidText` when they aren't UTF-8.
    public func string() throws(WireError) -> String {
        try place.string()
    }

    /// Calls `body` with the bytes, which are valid and unchanged during the call.
    ///
    /// For foreign functions; Swift reads `bytes`.
    @unsafe
    @inlinable
    public func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(arena) {} }
        return try unsafe body(UnsafeRawBufferPointer(start: start, count: byteCount))
    }
}
