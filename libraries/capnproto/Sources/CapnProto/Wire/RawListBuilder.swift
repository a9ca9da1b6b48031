/// A list in a message being built, without its schema.
@frozen
@safe
public struct RawListBuilder {
    // The elements lie in an ordinary segment of the arena, which allocated them; `ListBuilder` has checked indices, and
    // its element type is the one that the list was allocated for.
    @usableFromInline let arena: BuildArena
    @usableFromInline let base: UnsafeMutableRawPointer
    // Four words in all: what has more travels through memory.
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let countAndElementSize: UInt32
    @usableFromInline let dataByteCount: UInt32
    @usableFromInline let pointerCount: UInt16

    /// A list of elements with two sections each; numbers are a data section without pointers.
    ///
    /// `count` is at most 2^29 - 1.
    @inlinable
    init(
        arena: BuildArena, base: UnsafeMutableRawPointer, count: Int, segmentIndex: UInt32, elementSize: ElementSize,
        dataByteCount: UInt32, pointerCount: UInt16
    ) {
        self.arena = arena
        unsafe self.base = base
        self.segmentIndex = segmentIndex
        countAndElementSize = UInt32(truncatingIfNeeded: count) &<< 3 | elementSize.bits
        self.dataByteCount = dataByteCount
        self.pointerCount = pointerCount
    }

    @inlinable
    var count: Int { Int(countAndElementSize &>> 3) }

    @inlinable
    var elementSize: ElementSize { ElementSize(lowBitsOf: countAndElementSize) }

    /// Distance in bytes between two elements that aren't bits.
    @inlinable
    var strideByteCount: Int { Int(dataByteCount) &+ Int(pointerCount) &* 8 }

    @inlinable
    @inline(__always)
    func read<Scalar: CapnProtoScalar>(_ type: Scalar.Type, at index: Int) -> Scalar {
        withExtendedLifetime(arena) {
            Scalar(wireBits: unsafe element(at: index).loadUnaligned(as: Scalar.WireBits.self))
        }
    }

    @inlinable
    @inline(__always)
    func write<Scalar: CapnProtoScalar>(_ value: Scalar, at index: Int) {
        requireUnfinished()
        withExtendedLifetime(arena) {
            unsafe element(at: index).storeBytes(of: value.wireBits, as: Scalar.WireBits.self)
        }
    }

    @inlinable
    @inline(__always)
    func readBool(at index: Int) -> Bool {
        let byte = withExtendedLifetime(arena) {
            unsafe base.loadUnaligned(fromByteOffset: index / 8, as: UInt8.self)
        }
        return byte >> UInt8(truncatingIfNeeded: index & 7) & 1 != 0
    }

    @inlinable
    @inline(__always)
    func writeBool(_ value: Bool, at index: Int) {
        requireUnfinished()
        let mask: UInt8 = 1 << UInt8(truncatingIfNeeded: index & 7)
        withExtendedLifetime(arena) {
            let byte = unsafe base.loadUnaligned(fromByteOffset: index / 8, as: UInt8.self)
            unsafe base.storeBytes(of: value ? byte | mask : byte & ~mask, toByteOffset: index / 8, as: UInt8.self)
        }
    }

    @inlinable
    @inline(__always)
    func structure(at index: Int) -> StructBuilder {
        unsafe StructBuilder(
            arena: arena, data: element(at: index), segmentIndex: segmentIndex, dataByteCount: dataByteCount,
            pointerCount: pointerCount)
    }

    @inlinable
    @inline(__always)
    func pointer(at index: Int) -> PointerBuilder {
        unsafe PointerBuilder(arena: arena, location: element(at: index), segmentIndex: segmentIndex)
    }

    /// Sets all elements, which lie side by side, from as many numbers of their size.
    @inlinable
    func copy<Scalar: CapnProtoScalar>(from values: Span<Scalar>) {
        requireUnfinished()
        let byteCount = values.count &* MemoryLayout<Scalar>.size
        precondition(byteCount == count &* strideByteCount, "values don't fill the list")
        // As long as the list by the line above.
        unsafe values.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            withExtendedLifetime(arena) { unsafe base.copyMemory(from: start, byteCount: byteCount) }
        }
    }

    @inlinable
    @inline(__always)
    func element(at index: Int) -> UnsafeMutableRawPointer {
        // Below 2^29 times 2^23 bits.
        unsafe base + index &* strideByteCount
    }

    @inlinable
    @inline(__always)
    func requireUnfinished() {
        precondition(!arena.isFinished, "message was finished and can't be changed")
    }
}
