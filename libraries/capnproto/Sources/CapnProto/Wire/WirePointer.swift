/// One pointer word, in the machine's order, with its fields by name.
///
/// Nothing here is checked.
@frozen
@usableFromInline
struct WirePointer {
    @usableFromInline let bits: UInt64

    @inlinable
    init(bits: UInt64) {
        self.bits = bits
    }

    // Reading.

    @inlinable var isNull: Bool { bits == 0 }
    @inlinable var isFar: Bool { bits & 3 == 2 }
    @inlinable var isStruct: Bool { bits & 3 == 0 }
    @inlinable var isList: Bool { bits & 3 == 1 }

    @inlinable
    var kind: PointerKind {
        if bits == 0 { return .null }
        switch bits & 3 {
        case 0: return .structure
        case 1: return .list
        case 2: return .far
        default: return bits & 0xFFFF_FFFF == 3 ? .capability : .other
        }
    }

    /// What a landing pad means: all zeros there are a struct without words, for only a pointer itself can be null.
    @inlinable
    var neverNull: WirePointer {
        isNull ? .structure(offset: -1, size: StructSize(dataWordCount: 0, pointerCount: 0)) : self
    }

    /// Words from the end of this pointer to its object: 30 bits with a sign.
    @inlinable var offset: Int { Int(Int32(truncatingIfNeeded: bits) >> 2) }

    @inlinable var dataWordCount: UInt16 { UInt16(truncatingIfNeeded: bits >> 32) }
    @inlinable var pointerCount: UInt16 { UInt16(truncatingIfNeeded: bits >> 48) }
    @inlinable var structWordCount: Int { Int(dataWordCount) + Int(pointerCount) }

    @inlinable var elementSize: ElementSize { ElementSize(lowBitsOf: UInt32(truncatingIfNeeded: bits >> 32)) }

    /// Elements of a list, or words of a struct list: 29 bits.
    @inlinable var listCount: Int { Int(truncatingIfNeeded: bits >> 35) }
    /// Elements that a struct list's tag says: its offset read without a sign, 29 bits as everywhere else.
    @inlinable var tagElementCount: Int { Int(truncatingIfNeeded: (bits & 0xFFFF_FFFF) >> 2) & 0x1FFF_FFFF }

    @inlinable var isDoubleFar: Bool { bits & 4 != 0 }
    @inlinable var farWord: Int { Int(truncatingIfNeeded: (bits & 0xFFFF_FFFF) >> 3) }
    @inlinable var farSegment: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }

    /// Where a capability is in its table.
    @inlinable var capabilityIndex: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }

    // Writing.

    @inlinable
    static func structure(offset: Int, size: StructSize) -> WirePointer {
        WirePointer(
            bits: offsetBits(offset) | UInt64(size.dataWordCount) << 32 | UInt64(size.pointerCount) << 48)
    }

    @inlinable
    static func list(offset: Int, elementSize: ElementSize, count: Int) -> WirePointer {
        WirePointer(
            bits: offsetBits(offset) | 1 | UInt64(elementSize.bits) << 32
                | UInt64(truncatingIfNeeded: count) << 35)
    }

    @inlinable
    static func far(segment: UInt32, word: Int, isDouble: Bool) -> WirePointer {
        WirePointer(
            bits: 2 | (isDouble ? 4 : 0) | UInt64(truncatingIfNeeded: word) << 3 | UInt64(segment) << 32)
    }

    @inlinable
    static func capability(index: UInt32) -> WirePointer { WirePointer(bits: 3 | UInt64(index) << 32) }

    /// The tag in front of a struct list's elements.
    @inlinable
    static func tag(count: Int, size: StructSize) -> WirePointer {
        structure(offset: count, size: size)
    }

    /// The same struct or list pointer from another place.
    @inlinable
    func withOffset(_ offset: Int) -> WirePointer {
        WirePointer(bits: bits & 0xFFFF_FFFF_0000_0003 | Self.offsetBits(offset))
    }

    @inlinable
    static func offsetBits(_ offset: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: offset) << 2)
    }
}
