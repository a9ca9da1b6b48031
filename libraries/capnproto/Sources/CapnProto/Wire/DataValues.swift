/// The bytes of a data as little-endian numbers, read where they lie.
///
/// It keeps the message alive.
@frozen
public struct DataValues<Scalar: CapnProtoScalar>: RandomAccessCollection, Sendable {
    /// The bytes, as many as the numbers need and aligned for them.
    public let data: DataReader

    @inlinable
    init(unchecked data: DataReader) {
        self.data = data
    }

    /// Always 0.
    @inlinable
    public var startIndex: Int { 0 }

    /// How many numbers there are.
    @inlinable
    public var endIndex: Int { data.byteCount / MemoryLayout<Scalar>.size }

    /// The number at an index, which must be in bounds.
    ///
    /// Loops read `span`.
    @inlinable
    public subscript(index: Int) -> Scalar { span[index] }

    /// The numbers, in place.
    @inlinable
    public var span: Span<Scalar> {
        @_lifetime(borrow self)
        get {
            // The arena keeps the memory alive as long as `self` is, and nobody writes it; every bit pattern is a valid
            // `Scalar`, and whoever made `self` has checked size and alignment.
            let start = unsafe data.start.assumingMemoryBound(to: Scalar.self)
            let span = unsafe Span<Scalar>(_unsafeStart: start, count: endIndex)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
