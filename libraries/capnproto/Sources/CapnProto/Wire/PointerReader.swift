/// A pointer in a message, whatever it leads to: a field of type `AnyPointer`, and the root.
@frozen
@safe
public struct PointerReader: @unchecked Sendable {
    // Sendable: a view of memory that is immutable as long as the arena lives. `location` is a word of its segment.
    @usableFromInline let arena: ReadArena
    @usableFromInline let location: UnsafeRawPointer?
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let nesting: UInt16

    @inlinable
    init(arena: ReadArena, location: UnsafeRawPointer?, segmentIndex: UInt32, nesting: UInt16) {
        self.arena = arena
        unsafe self.location = location
        self.segmentIndex = segmentIndex
        self.nesting = nesting
    }

    /// Whether the pointer leads nowhere.
    @inlinable
    public var isNull: Bool {
        guard let location = unsafe location else { return true }
        return withExtendedLifetime(arena) { unsafe location.loadUnaligned(as: UInt64.self) == 0 }
    }

    /// What the pointer leads to, past far pointers.
    public var kind: PointerKind {
        get throws(WireError) {
            guard let location = unsafe location else { return .null }
            return unsafe try arena.resolve(location, segmentIndex: segmentIndex).wire.kind
        }
    }

    /// Where a capability is in the table that goes with the message; nil if the pointer is no capability.
    ///
    /// The index may be any number: the table is the carrier's, and so is the check.
    public var capabilityIndex: UInt32? {
        get throws(WireError) {
            guard let location = unsafe location else { return nil }
            let wire = unsafe try arena.resolve(location, segmentIndex: segmentIndex).wire
            return wire.kind == .capability ? wire.capabilityIndex : nil
        }
    }

    /// The struct that the pointer leads to; an empty one if it is null.
    @inlinable
    @inline(__always)
    public func structure<Schema: CapnProtoStruct>(
        as type: Schema.Type
    ) throws(WireError) -> Schema.Reader {
        Schema.Reader(raw: try rawStructure())
    }

    /// The list that the pointer leads to; an empty one if it is null.
    @inlinable
    @inline(__always)
    public func list<Element: ListElement>(
        of type: Element.Type = Element.self
    ) throws(WireError) -> ListReader<Element> {
        ListReader(
            unchecked: unsafe try arena.list(
                of: Element.elementSize, at: location, segmentIndex: segmentIndex, nesting: nesting))
    }

    /// The bytes of the data that the pointer leads to; none if it is null.
    @inlinable
    @inline(__always)
    public func data() throws(WireError) -> DataReader {
        unsafe try arena.bytes(at: location, segmentIndex: segmentIndex)
    }

    /// The text that the pointer leads to; the empty one if it is null.
    @inlinable
    @inline(__always)
    public func text() throws(WireError) -> String {
        unsafe try arena.text(at: location, segmentIndex: segmentIndex)
    }

    /// The bytes of the text that the pointer leads to, without its terminator and not checked to be UTF-8.
    @inlinable
    @inline(__always)
    public func textBytes() throws(WireError) -> DataReader {
        unsafe try arena.textBytes(at: location, segmentIndex: segmentIndex)
    }

    /// The struct that the pointer leads to, without a schema.
    @inlinable
    @inline(__always)
    public func rawStructure() throws(WireError) -> StructReader {
        unsafe try arena.structure(at: location, segmentIndex: segmentIndex, nesting: nesting)
    }

    /// The list that the pointer leads to, with whatever elements it has.
    @inlinable
    @inline(__always)
    package func rawList() throws(WireError) -> RawListReader {
        unsafe try arena.list(at: location, segmentIndex: segmentIndex, nesting: nesting)
    }
}
