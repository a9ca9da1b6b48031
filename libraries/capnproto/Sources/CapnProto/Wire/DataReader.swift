/// Bytes in a message, read where they lie.
///
/// It keeps the message alive.
@frozen
@safe
public struct DataReader: @unchecked Sendable {
    // Sendable: a view of memory that is immutable as long as the arena lives, checked by the arena.
    @usableFromInline let arena: ReadArena
    @usableFromInline let start: UnsafeRawPointer
    /// How many bytes there are.
    public let byteCount: Int

    @inlinable
    init(arena: ReadArena, start: UnsafeRawPointer, byteCount: Int) {
        self.arena = arena
        unsafe self.start = start
        self.byteCount = byteCount
    }

    @inlinable
    init(emptyOf arena: ReadArena) {
        unsafe self.init(arena: arena, start: arena.first.base, byteCount: 0)
    }

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
        // As for `bytes`.
        let buffer = unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
        guard let string = unsafe String(validating: buffer, as: UTF8.self) else {
            throw .invalidText(byteCount: byteCount)
        }
        return string
    }

    /// Calls `body` with the bytes, which are valid and unchanged during the call.
    ///
    /// For foreign functions; Swift reads `bytes`.
    @unsafe
    @inlinable
    public func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: start, count: byteCount))
    }

    @inlinable
    func withoutTerminator() throws(WireError) -> DataReader {
        // The last byte exists: `byteCount` isn't 0.
        guard byteCount > 0, unsafe start.load(fromByteOffset: byteCount &- 1, as: UInt8.self) == 0 else {
            throw .unterminatedText(byteCount: byteCount)
        }
        return unsafe DataReader(arena: arena, start: start, byteCount: byteCount &- 1)
    }
}
