/// An object or capability of a message being built that no pointer leads to: it was disowned by one, or made without
/// any, and waits to be adopted by another pointer of the same message.
///
/// One that isn't adopted is erased: its words stay in the message as zeros.
public struct Orphan: ~Copyable {
    let arena: BuildArena
    /// Describes the object; its offset means nothing.
    private(set) var tag: WirePointer
    let target: Placement
    private var isAdopted = false

    init(arena: BuildArena, tag: WirePointer, target: Placement) {
        self.arena = arena
        self.tag = tag
        self.target = target
    }

    deinit {
        if !isAdopted, !arena.isFinished { arena.erase(tag, at: target) }
    }

    /// What the object is.
    public var kind: PointerKind { tag.kind }

    /// Where the capability is in the table that goes with the message; nil if the orphan is none.
    public var capabilityIndex: UInt32? { tag.kind == .capability ? tag.capabilityIndex : nil }

    /// The object as a struct, in place; throws `.unexpectedPointer` when it isn't one or `.incompatibleElements` when
    /// its sections are smaller than the schema's.
    public func structure<Schema: CapnProtoStruct>(as type: Schema.Type) throws(WireError) -> Schema.Builder {
        guard tag.isStruct else { throw .unexpectedPointer(expected: .structure, found: tag.kind) }
        let size = Schema.structSize
        guard tag.dataWordCount >= size.dataWordCount, tag.pointerCount >= size.pointerCount else {
            throw .incompatibleElements(expected: .composite, found: .composite)
        }
        // Both sections lie at the target, as the tag says.
        return Schema.Builder(
            raw: unsafe StructBuilder(
                arena: arena, data: target.address, segmentIndex: target.segmentIndex,
                dataByteCount: UInt32(tag.dataWordCount) * 8, pointerCount: tag.pointerCount))
    }

    /// How many elements the object has, if it is a list; bytes of a data, and of a text with its terminator.
    public var count: Int? {
        guard tag.isList else { return nil }
        return tag.elementSize == .composite ? unsafe arena.load(target.address).tagElementCount : tag.listCount
    }

    /// Cuts a list or a data down to its first `count` elements; the others are erased.
    ///
    /// Throws `.unexpectedPointer` when the object isn't a list. `count` is at most the number of elements there are.
    public mutating func truncate(toCount count: Int) throws(WireError) {
        if arena.isFinished { throw .builderFinished }
        guard let oldCount = self.count else { throw .unexpectedPointer(expected: .list, found: tag.kind) }
        precondition(count >= 0 && count <= oldCount, "a list of \(oldCount) can't be cut down to \(count)")
        tag = arena.truncate(tag, at: target, toCount: count)
    }

    /// Cuts a text down to its first `byteCount` bytes of UTF-8.
    ///
    /// Throws `.unexpectedPointer` when the object isn't a list of bytes.
    public mutating func truncateText(toByteCount byteCount: Int) throws(WireError) {
        guard tag.isList, tag.elementSize == .byte else { throw .unexpectedPointer(expected: .list, found: tag.kind) }
        precondition(byteCount >= 0 && byteCount < tag.listCount, "a text of \(tag.listCount - 1) bytes")
        try truncate(toCount: byteCount)
        // The byte behind the last one is zero now, and is the terminator.
        tag = .list(offset: 0, elementSize: .byte, count: byteCount + 1)
    }

    fileprivate mutating func markAsAdopted() { isAdopted = true }
}

extension PointerBuilder {
    /// Takes what the pointer leads to away from it, be it an object or a capability; nil where it leads nowhere.
    public func disown() throws(WireError) -> Orphan? {
        if arena.isFinished { throw .builderFinished }
        let wire = unsafe arena.load(location)
        if wire.isNull { return nil }
        if wire.kind == .capability {
            unsafe arena.store(WirePointer(bits: 0), at: location)
            // Its pointer is all there is of it, and no place is ever looked at.
            return unsafe Orphan(
                arena: arena, tag: wire, target: Placement(segmentIndex: segmentIndex, address: location))
        }
        let (tag, target) = unsafe arena.resolve(location, segmentIndex: segmentIndex)
        arena.eraseLandingPad(of: wire)
        unsafe arena.store(WirePointer(bits: 0), at: location)
        return Orphan(arena: arena, tag: tag, target: target)
    }

    /// Makes the pointer lead to an orphan of the same message; what it led to before is erased.
    ///
    /// Throws `.foreignOrphan` when the orphan belongs to another message.
    public func adopt(_ orphan: consuming Orphan) throws(WireError) {
        if arena.isFinished { throw .builderFinished }
        guard orphan.arena === arena else { throw .foreignOrphan }
        try clear()
        if orphan.tag.isStruct, orphan.tag.structWordCount == 0 {
            // An empty struct points at its own pointer.
            unsafe arena.store(orphan.tag.withOffset(-1), at: location)
        } else if orphan.tag.kind == .capability {
            unsafe arena.store(orphan.tag, at: location)
        } else {
            unsafe try arena.link(location, segmentIndex: segmentIndex, to: orphan.target, tag: orphan.tag)
        }
        orphan.markAsAdopted()
    }
}

extension MessageBuilder {
    /// Makes a struct that no pointer leads to yet.
    public func newOrphan<Schema: CapnProtoStruct>(as type: Schema.Type) throws(WireError) -> Orphan {
        try newOrphan { (pointer) throws(WireError) in _ = try pointer.initStructure(as: type) }
    }

    /// Makes a list of `count` zeros, empty structs or null pointers that no pointer leads to yet.
    public func newOrphanList<Element: ListElement>(of type: Element.Type, count: Int) throws(WireError) -> Orphan {
        try newOrphan { (pointer) throws(WireError) in _ = try pointer.initList(of: type, count: count) }
    }

    /// Makes a text that no pointer leads to yet.
    public func newOrphanText(_ value: String) throws(WireError) -> Orphan {
        try newOrphan { (pointer) throws(WireError) in try pointer.setText(value) }
    }

    /// Makes a data of `byteCount` zeros that no pointer leads to yet.
    public func newOrphanData(byteCount: Int) throws(WireError) -> Orphan {
        try newOrphan { (pointer) throws(WireError) in _ = try pointer.initData(byteCount: byteCount) }
    }

    /// Makes an object at a pointer of its own, and takes it away from there.
    private func newOrphan(_ make: (PointerBuilder) throws(WireError) -> Void) throws(WireError) -> Orphan {
        let pointer = try root.scratchPointer()
        try make(pointer)
        guard let orphan = try pointer.disown() else { preconditionFailure("an object was just made") }
        return orphan
    }
}

extension PointerBuilder {
    /// A pointer that nothing leads to.
    fileprivate func scratchPointer() throws(WireError) -> PointerBuilder {
        if arena.isFinished { throw .builderFinished }
        let (index, word) = try arena.allocateAnywhere(wordCount: 1)
        // The word was just allocated.
        return unsafe PointerBuilder(
            arena: arena, location: arena.segment(at: index).base + word * 8, segmentIndex: index)
    }
}
