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
    @usableFromInline let base: UnsafeRawPointer
    // Four words in all: what has more travels through memory.
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let countAndElementSize: UInt32
    @usableFromInline let dataByteCount: UInt32
    /// Pointers of each element.
    public let pointerCount: UInt16
    @usableFromInline let nesting: UInt16

    /// A list of elements with two sections each; numbers are a data section without pointers.
    ///
    /// `count` is at most 2^29 - 1.
    @inlinable
    @inline(__always)
    init(
        arena: ReadArena, base: UnsafeRawPointer, count: Int, segmentIndex: UInt32, elementSize: ElementSize,
        dataByteCount: UInt32, pointerCount: UInt16, nesting: UInt16
    ) {
        self.arena = arena
        unsafe self.base = base
        self.segmentIndex = segmentIndex
        countAndElementSize = UInt32(truncatingIfNeeded: count) &<< 3 | UInt32(elementSize.rawValue)
        self.dataByteCount = dataByteCount
        self.pointerCount = pointerCount
        self.nesting = nesting
    }

    @inlinable
    init(nullOf arena: ReadArena) {
        unsafe self.init(
            arena: arena, base: arena.first.base, count: 0, segmentIndex: .max, elementSize: .void, dataByteCount: 0,
            pointerCount: 0, nesting: 0)
    }

    /// Whether it stands for a null pointer, and so for a list of whatever is wanted: no message has that many segments.
    @inlinable
    var isNull: Bool { segmentIndex == .max }

    /// How many elements there are.
    @inlinable
    public var count: Int { Int(countAndElementSize &>> 3) }

    /// How the elements are laid out.
    @inlinable
    public var elementSize: ElementSize { ElementSize(lowBitsOf: countAndElementSize) }

    /// Distance in bytes between two elements that aren't bits.
    @inlinable
    var strideByteCount: Int { Int(dataByteCount) &+ Int(pointerCount) &* 8 }

    /// Bits of all elements together.
    var bitCount: Int { elementSize == .bit ? count : count * strideByteCount * 8 }

    /// Throws unless each element holds what an element of size `expected` needs.
    @inlinable
    @inline(__always)
    func require(_ expected: ElementSize) throws(WireError) {
        if elementSize == expected || isNull { return }
        if !canBeRead(as: expected) { throw incompatible(with: expected) }
    }

    @inline(never)
    @usableFromInline
    func canBeRead(as expected: ElementSize) -> Bool {
        switch expected {
        // Bits stand alone: no other list can be read as bits, nor bits as anything else.
        case .void: elementSize != .bit
        case .bit: elementSize == .bit
        case .byte, .twoBytes, .fourBytes, .eightBytes:
            elementSize != .bit && Int(dataByteCount) * 8 >= expected.dataBitCount
        case .pointer: pointerCount > 0
        case .composite: elementSize != .bit
        }
    }

    @inline(never)
    @usableFromInline
    func incompatible(with expected: ElementSize) -> WireError {
        .incompatibleElements(expected: expected, found: elementSize)
    }

    /// Whether the elements are `size` bytes and lie side by side.
    @inlinable
    func isPacked(byteCount size: Int) -> Bool {
        strideByteCount == size && pointerCount == 0 && elementSize != .bit
    }

    @inlinable
    @inline(__always)
    func read<Scalar: CapnProtoScalar>(_ type: Scalar.Type, at index: Int) -> Scalar {
        // In bounds: `index` is below `count`, and `require` has made sure that an element holds a `Scalar`.
        Scalar(wireBits: unsafe element(at: index).loadUnaligned(as: Scalar.WireBits.self))
    }

    @inlinable
    package func readBool(at index: Int) -> Bool {
        // In bounds: `index` is below `count`, in a list of bits.
        let byte = unsafe base.loadUnaligned(fromByteOffset: index / 8, as: UInt8.self)
        return byte >> UInt8(truncatingIfNeeded: index & 7) & 1 != 0
    }

    /// The element at an index as a struct; the caller has checked the index.
    @inlinable
    package func structure(at index: Int) -> StructReader {
        unsafe StructReader(
            arena: arena, data: element(at: index), segmentIndex: segmentIndex, dataByteCount: dataByteCount,
            pointerCount: pointerCount, nesting: nesting == 0 ? 0 : nesting &- 1)
    }

    /// The element at an index as a pointer; the caller has checked the index.
    @inlinable
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
