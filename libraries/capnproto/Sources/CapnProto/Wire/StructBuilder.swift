/// A struct in a message being built, without its schema.
///
/// Generated builders wrap it and say which field lies where.
@frozen
@safe
public struct StructBuilder {
    // The sections lie in an ordinary segment of the arena, which allocated them.
    @usableFromInline let arena: BuildArena
    @usableFromInline let data: UnsafeMutableRawPointer
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let dataByteCount: UInt32
    @usableFromInline let pointerCount: UInt16

    @inlinable
    init(
        arena: BuildArena, data: UnsafeMutableRawPointer, segmentIndex: UInt32, dataByteCount: UInt32,
        pointerCount: UInt16
    ) {
        self.arena = arena
        unsafe self.data = data
        self.segmentIndex = segmentIndex
        self.dataByteCount = dataByteCount
        self.pointerCount = pointerCount
    }

    // MARK: Scalars

    /// The number at a byte offset of the data section, of a field whose default is `defaultValue`.
    @inlinable
    @inline(__always)
    public func read<Scalar: CapnProtoScalar>(
        at byteOffset: Int, default defaultValue: Scalar = Scalar(wireBits: 0)
    ) -> Scalar {
        precondition(byteOffset &+ MemoryLayout<Scalar>.size <= Int(dataByteCount), "field outside its struct")
        // In bounds by the line above.
        let bits = withExtendedLifetime(arena) {
            unsafe data.loadUnaligned(fromByteOffset: byteOffset, as: Scalar.WireBits.self)
        }
        return Scalar(wireBits: bits ^ defaultValue.wireBits)
    }

    /// Sets the number at a byte offset, of a field whose default is `defaultValue`.
    @inlinable
    @inline(__always)
    public func write<Scalar: CapnProtoScalar>(
        _ value: Scalar, at byteOffset: Int, default defaultValue: Scalar = Scalar(wireBits: 0)
    ) {
        precondition(byteOffset &+ MemoryLayout<Scalar>.size <= Int(dataByteCount), "field outside its struct")
        precondition(!arena.isFinished, "message was finished and can't be changed")
        // In bounds by the first line.
        withExtendedLifetime(arena) {
            unsafe data.storeBytes(
                of: value.wireBits ^ defaultValue.wireBits, toByteOffset: byteOffset, as: Scalar.WireBits.self)
        }
    }

    /// The bit at a bit offset of the data section, of a field whose default is `defaultValue`.
    @inlinable
    @inline(__always)
    public func readBool(atBit bitOffset: Int, default defaultValue: Bool = false) -> Bool {
        let byte: UInt8 = read(at: bitOffset / 8)
        return (byte >> UInt8(truncatingIfNeeded: bitOffset & 7) & 1 != 0) != defaultValue
    }

    /// Sets the bit at a bit offset of the data section, of a field whose default is `defaultValue`.
    @inlinable
    @inline(__always)
    public func writeBool(_ value: Bool, atBit bitOffset: Int, default defaultValue: Bool = false) {
        let mask: UInt8 = 1 << UInt8(truncatingIfNeeded: bitOffset & 7)
        let byte: UInt8 = read(at: bitOffset / 8)
        write(value != defaultValue ? byte | mask : byte & ~mask, at: bitOffset / 8)
    }

    // MARK: Pointers

    /// The pointer at an index.
    @inlinable
    @inline(__always)
    public func pointer(at index: Int) -> PointerBuilder {
        guard let location = unsafe location(ofPointer: index) else { preconditionFailure("field outside its struct") }
        return unsafe PointerBuilder(arena: arena, location: location, segmentIndex: segmentIndex)
    }

    /// Whether the pointer at an index isn't null.
    @inlinable
    public func hasPointer(at index: Int) -> Bool { !pointer(at: index).isNull }

    @inlinable
    @inline(__always)
    func location(ofPointer index: Int) -> UnsafeMutableRawPointer? {
        // The pointers follow the data; `index` is below their count.
        index < Int(pointerCount) ? unsafe data + (Int(dataByteCount) &+ index &* 8) : nil
    }
}
