/// A list in a message, without its schema.
///
/// It keeps the elements as they lie; what a typed list wants of an element is applied to the element at access, so a
/// struct list that is read as pointers stays what it is.
@frozen
@safe
public struct RawListReader: @unchecked Sendable {
    // Sendable: a view of memory that is immutable as long as the arena lives. All that follows relies on the elements
    // having been checked against their segment by the arena, and on indices that `ListReader` has checked.
    @usableFromInline let arena: ReadArena
    @usableFromInline let place: ListPlace

    @inlinable
    @inline(__always)
    init(arena: ReadArena, place: ListPlace) {
        self.arena = arena
        self.place = place
    }

    @inlinable var base: UnsafeRawPointer { unsafe place.base }
    @inlinable var segmentIndex: UInt32 { place.segmentIndex }
    @inlinable var dataByteCount: UInt32 { place.dataByteCount }
    /// Pointers of each element.
    @inlinable public var pointerCount: UInt16 { place.pointerCount }
    @inlinable var nesting: UInt16 { place.nesting }

    /// How many elements there are.
    @inlinable
    public var count: Int { place.count }

    /// How the elements are laid out.
    @inlinable
    public var elementSize: ElementSize { place.elementSize }

    /// Distance in bytes between two elements that aren't bits.
    @inlinable
    var strideByteCount: Int { Int(dataByteCount) &+ Int(pointerCount) &* 8 }

    /// Bits of all elements together.
    var bitCount: Int { elementSize == .bit ? count : count * strideByteCount * 8 }

    /// Whether the elements are `size` bytes and lie side by side.
    @inlinable
    func isPacked(byteCount size: Int) -> Bool {
        strideByteCount == size && pointerCount == 0 && elementSize != .bit
    }

    @inlinable
    @inline(__always)
    func read<Scalar: CapnProtoScalar>(_ type: Scalar.Type, at index: Int) -> Scalar {
        // In bounds: `index` is below `count`, and `require` has made sure that an element holds a `Scalar`.
        withExtendedLifetime(arena) {
            Scalar(wireBits: unsafe element(at: index).loadUnaligned(as: Scalar.WireBits.self))
        }
    }

    @inlinable
    package func readBool(at index: Int) -> Bool {
        // In bounds: `index` is below `count`, in a list of bits.
        let byte = withExtendedLifetime(arena) {
            unsafe base.loadUnaligned(fromByteOffset: index / 8, as: UInt8.self)
        }
        return byte >> UInt8(truncatingIfNeeded: index & 7) & 1 != 0
    }

    /// The element at an index as a struct; the caller has checked the index.
    @inlinable
    @inline(__always)
    package func structure(at index: Int) -> StructReader {
        StructReader(
            arena: arena,
            place: unsafe StructPlace(
                data: element(at: index), segmentIndex: segmentIndex, dataByteCount: dataByteCount,
                pointerCount: pointerCount, nesting: place.elementNesting))
    }

    /// The element at an index as a pointer; the caller has checked the index.
    @inlinable
    @inline(__always)
    package func pointer(at index: Int) -> PointerReader {
        // In bounds: `require` has made sure that an element has a pointer; it follows the element's data.
        unsafe PointerReader(
            arena: arena, location: pointerCount == 0 ? nil : element(at: index) + Int(dataByteCount),
            segmentIndex: segmentIndex, nesting: nesting)
    }

    @inlinable
    @inline(__always)
    func element(at index: Int) -> UnsafeRawPointer {
        // Below 2^29 times 2^23 bits.
        unsafe base + index &* strideByteCount
    }

    /// The elements as numbers that are known to lie side by side.
    @inlinable
    @_lifetime(borrow self)
    func span<Scalar: CapnProtoScalar>(of type: Scalar.Type) -> Span<Scalar> {
        // The arena keeps the memory alive as long as `self` is, nobody writes it, and a list starts on a word.
        let span = unsafe Span<Scalar>(_unsafeStart: base.assumingMemoryBound(to: Scalar.self), count: count)
        return unsafe _overrideLifetime(span, borrowing: self)
    }
}
