/// A pointer in a message being built: a pointer field, an element of a list of pointers, and the root.
///
/// Setting it again leaves what it led to in the message as dead weight; `clear` makes that zeros first.
@frozen
@safe
public struct PointerBuilder {
    // `location` is a word of an ordinary segment of the arena.
    @usableFromInline let arena: BuildArena
    @usableFromInline let location: UnsafeMutableRawPointer
    @usableFromInline let segmentIndex: UInt32

    @inlinable
    init(arena: BuildArena, location: UnsafeMutableRawPointer, segmentIndex: UInt32) {
        self.arena = arena
        unsafe self.location = location
        self.segmentIndex = segmentIndex
    }

    /// Whether the pointer leads nowhere.
    @inlinable
    @inline(__always)
    public var isNull: Bool {
        withExtendedLifetime(arena) { unsafe location.load(as: UInt64.self) == 0 }
    }

    /// Makes the pointer lead nowhere, and erases what it led to.
    public func clear() throws(WireError) {
        if arena.isFinished { throw .builderFinished }
        unsafe arena.erase(location, segmentIndex: segmentIndex)
    }

    // MARK: Structs

    /// Makes a new struct of zeros.
    @inlinable
    @inline(__always)
    public func initStructure<Schema: CapnProtoStruct>(
        as type: Schema.Type
    ) throws(WireError) -> Schema.Builder {
        Schema.Builder(raw: try initStructure(size: Schema.structSize))
    }

    /// The struct that is there, or a new one, or a copy of the field's default.
    @inlinable
    public func structure<Schema: CapnProtoStruct>(
        as type: Schema.Type, default constant: ConstantMessage? = nil
    ) throws(WireError) -> Schema.Builder {
        if isNull, let constant { try set(constant.pointer) }
        return Schema.Builder(raw: try structure(size: Schema.structSize))
    }

    /// Copies a struct from another message, with all that it leads to.
    public func setStructure(_ source: some CapnProtoStructReader) throws(WireError) {
        unsafe try arena.copy(source.raw, to: location, segmentIndex: segmentIndex)
    }

    @inlinable
    @inline(__always)
    func initStructure(size: StructSize) throws(WireError) -> StructBuilder {
        let target = unsafe try arena.allocateStructure(for: location, segmentIndex: segmentIndex, size: size)
        return unsafe StructBuilder(
            arena: arena, data: target.address, segmentIndex: target.segmentIndex,
            dataByteCount: UInt32(size.dataWordCount) &* 8, pointerCount: size.pointerCount)
    }

    @inlinable
    @inline(__always)
    func structure(size: StructSize) throws(WireError) -> StructBuilder {
        let (target, tag) = unsafe try arena.structure(at: location, segmentIndex: segmentIndex, size: size)
        return unsafe StructBuilder(
            arena: arena, data: target.address, segmentIndex: target.segmentIndex,
            dataByteCount: UInt32(tag.dataWordCount) &* 8, pointerCount: tag.pointerCount)
    }

    // MARK: Lists

    /// Makes a new list of `count` zeros, empty structs or null pointers.
    ///
    /// Throws when the format can't hold as many.
    @inlinable
    @inline(__always)
    public func initList<Element: ListElement>(
        of type: Element.Type = Element.self, count: Int
    ) throws(WireError) -> ListBuilder<Element> {
        ListBuilder(
            raw: unsafe try arena.allocateList(
                for: location, segmentIndex: segmentIndex, elementSize: Element.elementSize,
                structSize: Element.elementStructSize, count: count))
    }

    /// Makes a list of values.
    @inlinable
    public func setList<Element: WritableListElement>(_ values: some Collection<Element>) throws(WireError) {
        try initList(of: Element.self, count: values.count).copy(from: values)
    }

    /// Makes a list of numbers, in one copy.
    @inlinable
    public func setList<Element: WritableListElement & CapnProtoScalar>(_ values: Span<Element>) throws(WireError) {
        try initList(of: Element.self, count: values.count).copy(from: values)
    }

    /// Makes a list of texts.
    public func setList(_ values: some Collection<String>) throws(WireError) {
        let list = try initList(of: CapnProtoText.self, count: values.count)
        for (index, value) in zip(list.indices, values) { try list.set(value, at: index) }
    }

    /// Copies a list from another message, with all that it leads to.
    public func setList<Element: ListElement>(copying source: ListReader<Element>) throws(WireError) {
        unsafe try arena.copy(source.raw, to: location, segmentIndex: segmentIndex)
    }

    // MARK: Bytes

    /// Makes a text.
    ///
    /// Throws when it has more bytes than the format can hold.
    @inlinable
    @inline(__always)
    public func setText(_ value: String) throws(WireError) {
        unsafe try arena.setText(value, for: location, segmentIndex: segmentIndex)
    }

    /// Makes a text from a copy of its bytes, which aren't checked to be UTF-8.
    ///
    /// Throws when there are more than the format can hold.
    @inlinable
    @inline(__always)
    public func setText(utf8 bytes: RawSpan) throws(WireError) {
        unsafe try bytes.withUnsafeBytes { (source) throws(WireError) in
            unsafe try arena.setText(copying: source, for: location, segmentIndex: segmentIndex)
        }
    }

    /// Makes a data of `byteCount` zeros, to be written in place.
    ///
    /// Throws when the format can't hold as many.
    @inlinable
    @inline(__always)
    public func initData(byteCount: Int) throws(WireError) -> DataBuilder {
        unsafe DataBuilder(
            arena: arena,
            start: try arena.allocateData(byteCount: byteCount, for: location, segmentIndex: segmentIndex),
            byteCount: byteCount)
    }

    /// Makes a data from a copy of bytes.
    ///
    /// Throws when the format can't hold as many.
    @inlinable
    @inline(__always)
    public func setData(_ bytes: RawSpan) throws(WireError) {
        unsafe try bytes.withUnsafeBytes { (source) throws(WireError) in
            unsafe try arena.setData(copying: source, for: location, segmentIndex: segmentIndex)
        }
    }

    /// Makes a data from a copy of bytes.
    ///
    /// Throws when the format can't hold as many.
    @inlinable
    public func setData(_ bytes: [UInt8]) throws(WireError) {
        // A byte's bytes are all its own.
        unsafe try setData(bytes.span.bytes)
    }

    /// Makes a data of memory outside the message, without copying: it becomes a segment of its own.
    ///
    /// `owner` keeps the memory alive as long as the message is. Throws `.misalignedSegment` unless it starts on a
    /// multiple of 8 bytes, `.listTooLong` and `.tooManySegments` when the format or its readers can't hold it.
    ///
    /// The caller promises that nobody changes the memory as long as `owner` lives, and that the bytes behind it up to a
    /// multiple of 8 can be read and are zero: they travel too.
    @unsafe
    public func adoptData(_ memory: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) throws(WireError) {
        unsafe try arena.adopt(memory, owner: owner, for: location, segmentIndex: segmentIndex)
    }

    // MARK: Anything

    /// Copies whatever a pointer of another message leads to.
    public func set(_ source: PointerReader) throws(WireError) {
        unsafe try arena.copy(source, to: location, segmentIndex: segmentIndex)
    }
}
