/// Where the elements of a list of a message being read lie, and what each holds.
///
/// Functions that aren't inlined hand out places instead of readers: without the arena there is no reference to count.
@frozen
@safe
@usableFromInline
struct ListPlace {
    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let countAndElementSize: UInt32
    // From the lowest bits on: bytes of data, pointers, levels of nesting. What has more than six fields the compiler
    // keeps in memory, and a list's iterator has an arena and an index as well.
    @usableFromInline let elementLayout: UInt64

    /// Elements with two sections each; numbers are a data section without pointers.
    ///
    /// `count` is at most 2^29 - 1.
    @inlinable
    @inline(__always)
    init(
        base: UnsafeRawPointer, count: Int, segmentIndex: UInt32, elementSize: ElementSize, dataByteCount: UInt32,
        pointerCount: UInt16, nesting: UInt16
    ) {
        unsafe self.base = base
        self.segmentIndex = segmentIndex
        countAndElementSize = UInt32(truncatingIfNeeded: count) &<< 3 | elementSize.bits
        elementLayout = UInt64(dataByteCount) | UInt64(pointerCount) &<< 32 | UInt64(nesting) &<< 48
    }

    @inlinable var dataByteCount: UInt32 { UInt32(truncatingIfNeeded: elementLayout) }
    @inlinable var pointerCount: UInt16 { UInt16(truncatingIfNeeded: elementLayout &>> 32) }
    @inlinable var nesting: UInt16 { UInt16(truncatingIfNeeded: elementLayout &>> 48) }
    @inlinable var count: Int { Int(countAndElementSize &>> 3) }

    @inlinable var elementSize: ElementSize { ElementSize(lowBitsOf: countAndElementSize) }

    /// The levels left below an element that is a struct: one less, or none.
    @inlinable var elementNesting: UInt16 {
        // Without a branch: two of them would each make a reader, and the one where they meet would count references.
        nesting &- ((nesting | (0 &- nesting)) &>> 15)
    }

    /// Whether it stands for a null pointer, and so for a list of whatever is wanted: no message has that many segments.
    @inlinable var isNull: Bool { segmentIndex == .max }

    /// Throws unless each element holds what an element of size `expected` needs.
    @inlinable
    @inline(__always)
    func require(_ expected: ElementSize) throws(WireError) {
        if countAndElementSize & 7 == expected.bits || isNull { return }
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
}
