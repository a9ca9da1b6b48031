/// A struct in a message, without its schema: a view of its two sections.
///
/// Generated readers wrap it and say which field lies where. Fields beyond its sections read as zero or null, as those
/// of an older sender do.
@frozen
@safe
public struct StructReader: @unchecked Sendable {
    // Sendable: a view of memory that is immutable as long as the arena lives. All that follows relies on the sections
    // having been checked against their segment by the arena.
    @usableFromInline let arena: ReadArena
    @usableFromInline let place: StructPlace

    @inlinable
    @inline(__always)
    init(arena: ReadArena, place: StructPlace) {
        self.arena = arena
        self.place = place
    }

    @inlinable var data: UnsafeRawPointer { unsafe place.data }
    @inlinable var segmentIndex: UInt32 { place.segmentIndex }
    /// Bytes of the data section.
    @inlinable public var dataByteCount: UInt32 { place.dataByteCount }
    /// Pointers of the pointer section.
    @inlinable public var pointerCount: UInt16 { place.pointerCount }
    @inlinable var nesting: UInt16 { place.nesting }

    // MARK: Scalars

    /// The number at a byte offset of the data section; 0 where the section is shorter.
    @inlinable
    @inline(__always)
    public func read<Scalar: CapnProtoScalar>(_ type: Scalar.Type = Scalar.self, at byteOffset: Int) -> Scalar {
        // The sum can't overflow: generated offsets are below 2^19.
        if byteOffset &+ MemoryLayout<Scalar>.size > Int(dataByteCount) { return Scalar(wireBits: 0) }
        // In bounds by the line above.
        return withExtendedLifetime(arena) {
            Scalar(wireBits: unsafe data.loadUnaligned(fromByteOffset: byteOffset, as: Scalar.WireBits.self))
        }
    }

    /// The number at a byte offset, of a field whose default is `defaultValue`: the wire holds the two's exclusive or.
    @inlinable
    @inline(__always)
    public func read<Scalar: CapnProtoScalar>(at byteOffset: Int, default defaultValue: Scalar) -> Scalar {
        Scalar(wireBits: read(Scalar.self, at: byteOffset).wireBits ^ defaultValue.wireBits)
    }

    /// The bit at a bit offset of the data section, of a field whose default is `defaultValue`.
    @inlinable
    @inline(__always)
    public func readBool(atBit bitOffset: Int, default defaultValue: Bool = false) -> Bool {
        let byte = read(UInt8.self, at: bitOffset / 8)
        return (byte >> UInt8(truncatingIfNeeded: bitOffset & 7) & 1 != 0) != defaultValue
    }

    // MARK: Pointers

    /// Whether the pointer at an index isn't null.
    @inlinable
    @inline(__always)
    public func hasPointer(at index: Int) -> Bool {
        guard let location = unsafe location(ofPointer: index) else { return false }
        return withExtendedLifetime(arena) { unsafe location.loadUnaligned(as: UInt64.self) != 0 }
    }

    /// The pointer at an index, whatever it leads to.
    @inlinable
    @inline(__always)
    public func pointer(at index: Int) -> PointerReader {
        unsafe PointerReader(
            arena: arena, location: location(ofPointer: index), segmentIndex: segmentIndex, nesting: nesting)
    }

    /// The struct at a pointer; an empty one where the pointer is null.
    @inlinable
    @inline(__always)
    public func structure<Schema: CapnProtoStruct>(
        at index: Int, as type: Schema.Type
    ) throws(WireError) -> Schema.Reader {
        Schema.Reader(
            raw: unsafe try arena.structure(
                at: location(ofPointer: index), segmentIndex: segmentIndex, nesting: nesting))
    }

    /// The list at a pointer; an empty one where the pointer is null.
    @inlinable
    @inline(__always)
    public func list<Element: ListElement>(
        at index: Int, of type: Element.Type = Element.self
    ) throws(WireError) -> ListReader<Element> {
        ListReader(
            unchecked: unsafe try arena.list(
                of: Element.elementSize, at: location(ofPointer: index), segmentIndex: segmentIndex, nesting: nesting))
    }

    /// The bytes of the data at a pointer; none where the pointer is null.
    @inlinable
    @inline(__always)
    public func data(at index: Int) throws(WireError) -> DataReader {
        unsafe try arena.bytes(at: location(ofPointer: index), segmentIndex: segmentIndex)
    }

    /// The text at a pointer; the empty one where the pointer is null.
    ///
    /// Throws `.invalidText` when it isn't UTF-8.
    @inlinable
    @inline(__always)
    public func text(at index: Int) throws(WireError) -> String {
        unsafe try arena.text(at: location(ofPointer: index), segmentIndex: segmentIndex)
    }

    /// The bytes of the text at a pointer, without its terminator and not checked to be UTF-8.
    @inlinable
    @inline(__always)
    public func textBytes(at index: Int) throws(WireError) -> DataReader {
        unsafe try arena.textBytes(at: location(ofPointer: index), segmentIndex: segmentIndex)
    }

    @inlinable
    @inline(__always)
    func location(ofPointer index: Int) -> UnsafeRawPointer? {
        // The pointers follow the data; `index` is below their count.
        index < Int(pointerCount) ? unsafe data + (Int(dataByteCount) &+ index &* 8) : nil
    }
}
