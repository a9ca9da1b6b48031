internal import CapnProto

/// The elements of a tensor, wherever they lie: in a frame that was received, or in memory that a message adopts.
///
/// Nothing is copied; the owner keeps the memory alive for as long as a value of this type exists.
@safe
public struct WireValues<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Unchecked: the memory is only read, and `owner` is Sendable.

    private let start: UnsafePointer<Element>?
    /// How many elements there are.
    public let count: Int
    let owner: any AnyObject & Sendable

    /// Views `count` elements from `start`, which `owner` keeps alive and nobody writes from now on.
    ///
    /// `start` lies on an 8-byte boundary and its memory is padded with zeros to a whole number of 8 bytes.
    @unsafe public init(start: UnsafePointer<Element>?, count: Int, owner: any AnyObject & Sendable) {
        unsafe self.start = unsafe start
        self.count = count
        self.owner = owner
    }

    /// Views all elements of `memory`.
    public init(_ memory: TensorMemory) {
        let bytes = unsafe memory.bytes
        unsafe self.init(
            start: bytes.baseAddress?.assumingMemoryBound(to: Element.self),
            count: bytes.count / MemoryLayout<Element>.stride,
            owner: memory
        )
    }

    /// Views the elements of a tensor that was received, which stay in their frame.
    init(_ received: DataReader) throws(WireError) where Element: CapnProtoScalar {
        let count = try received.values(of: Element.self).count
        // The reader keeps the frame, and so the bytes, alive.
        let start = unsafe received.withUnsafeBytes { unsafe $0.baseAddress?.assumingMemoryBound(to: Element.self) }
        unsafe self.init(start: start, count: count, owner: ReceivedBytes(reader: received))
    }

    /// The elements, read in place.
    public var span: Span<Element> {
        @_lifetime(borrow self)
        get {
            // The owner, held by self, keeps the memory alive for the span's lifetime.
            let elements = unsafe UnsafeBufferPointer(start: start, count: count)
            return unsafe _overrideLifetime(Span(_unsafeElements: elements), borrowing: self)
        }
    }

    /// The memory, for a message that adopts it.
    var memory: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: start, count: count * MemoryLayout<Element>.stride)
    }
}

/// Keeps a received frame alive for those who view its bytes.
private final class ReceivedBytes: Sendable {
    let reader: DataReader

    init(reader: DataReader) {
        self.reader = reader
    }
}
