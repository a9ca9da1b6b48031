/// The segments of one message being built.
///
/// Segments never move, so an address inside one stays valid as long as the arena; when all are full another one comes,
/// as large as all before it together.
@safe
// Not lexical: a copy that a variable holds needs no count of its own, and the last use of a reference ends its life. So
// whatever touches the memory behind it directly says `withExtendedLifetime`.
@_eagerMove
@usableFromInline
final class BuildArena: @unchecked Sendable {
    // Sendable: its builders aren't, so one task at a time writes; `finish` ends all writing before the arena is shared.
    @usableFromInline let state: UnsafeMutablePointer<State>

    /// All that changes.
    ///
    /// It lies outside the object, where no access to it is checked against others: none overlaps another one, for
    /// nothing that is called during one comes back here.
    @safe
    @usableFromInline
    struct State {
        var segments: UnsafeMutablePointer<BuildSegment>
        var segmentCount = 0
        var tableCapacity = BuildArena.firstTableCapacity
        /// The ordinary segment that has most room.
        var currentIndex = 0
        @usableFromInline var isFinished = false
        var wordCapacity: Int
        let capabilityCopying: CapabilityCopying
        /// Keep the others' memory alive.
        var owners: [any AnyObject & Sendable] = []
    }

    static let firstTableCapacity = 4

    // All of these are in the state that `init` has made.
    var segments: UnsafeMutablePointer<BuildSegment> { unsafe state.pointee.segments }
    var segmentCount: Int { unsafe state.pointee.segmentCount }
    var currentIndex: Int { unsafe state.pointee.currentIndex }
    @inlinable var isFinished: Bool { withExtendedLifetime(self) { unsafe state.pointee.isFinished } }
    var capabilityCopying: CapabilityCopying { unsafe state.pointee.capabilityCopying }

    /// Makes an arena whose first segment has room for `firstSegmentWordCount` words, the root pointer among them.
    init(firstSegmentWordCount: Int, capabilityCopying: CapabilityCopying = .refused) {
        let wordCount = min(max(firstSegmentWordCount, 1), WireFormat.maximumSegmentWordCount)
        // One block: the state, the first table, and the first segment on a line of the cache.
        let tableOffset = MemoryLayout<State>.stride
        let headByteCount = tableOffset + Self.firstTableCapacity * MemoryLayout<BuildSegment>.stride
        let isZeroed = wordCount >= WordMemory.firstZeroedWordCount
        let block = unsafe WordMemory.allocate(byteCount: headByteCount + 64 + wordCount * 8, isZeroed: isZeroed)
        let table = unsafe (block + tableOffset).bindMemory(to: BuildSegment.self, capacity: Self.firstTableCapacity)
        let base = unsafe (block + headByteCount).alignedUp(toMultipleOf: 64)
        unsafe state = block.bindMemory(to: State.self, capacity: 1)
        unsafe state.initialize(
            to: State(segments: table, wordCapacity: wordCount, capabilityCopying: capabilityCopying))
        unsafe append(
            BuildSegment(base: base, capacity: wordCount, wordCount: 0, cleanWordCount: isZeroed ? wordCount : 0))
        // The root pointer; there is room for it.
        _ = bump(0, wordCount: 1)
    }

    /// Starts anew with the first segment's memory, zeroed as far as it was used.
    func reset() {
        unsafe segments.pointee.base.initializeMemory(
            as: UInt64.self, repeating: 0, count: segments.pointee.wordCount)
        // One word for the root pointer.
        unsafe segments.pointee.wordCount = 1
        unsafe state.pointee.segmentCount = 1
        unsafe state.pointee.currentIndex = 0
        unsafe state.pointee.isFinished = false
        unsafe state.pointee.wordCapacity = segments.pointee.capacity
        if unsafe !state.pointee.owners.isEmpty { unsafe state.pointee.owners = [] }
    }

    deinit {
        // Allocated in `append` and `init`; `BuildSegment` has nothing to deinitialise.
        if unsafe state.pointee.tableCapacity > Self.firstTableCapacity { unsafe segments.deallocate() }
        unsafe state.deinitialize(count: 1)
        unsafe WordMemory.deallocate(UnsafeMutableRawPointer(state))
    }

    // MARK: Segments

    @inline(__always)
    func segment(at index: UInt32) -> BuildSegment {
        precondition(Int(index) < segmentCount, "segment index out of bounds")
        return unsafe segments[Int(index)]
    }

    private func append(_ segment: BuildSegment) {
        let count = segmentCount
        if unsafe count == state.pointee.tableCapacity {
            let larger = UnsafeMutablePointer<BuildSegment>.allocate(capacity: 2 * count)
            // The old table has `count` segments, all initialised; the first one is part of the state's own block.
            unsafe larger.moveInitialize(from: segments, count: count)
            if count > Self.firstTableCapacity { unsafe segments.deallocate() }
            unsafe state.pointee.segments = larger
            unsafe state.pointee.tableCapacity = 2 * count
        }
        // There is room, by the lines above.
        unsafe (segments + count).initialize(to: segment)
        unsafe state.pointee.segmentCount = count + 1
    }

    private func requireAnotherSegment() throws(WireError) {
        guard segmentCount < WireFormat.maximumSegmentCount else {
            throw .tooManySegments(count: segmentCount + 1, limit: WireFormat.maximumSegmentCount)
        }
    }

    /// Takes words from a segment, which are zero then, or says that it has no room for them.
    ///
    /// Its index is in bounds.
    @inline(__always)
    func bump(_ index: Int, wordCount: Int) -> Int? {
        // In bounds: the caller's promise.
        let segment = unsafe segments + index
        let first = unsafe segment.pointee.wordCount
        guard unsafe wordCount <= segment.pointee.cleanWordCount &- first else {
            return unsafe clean(segment, wordCount: wordCount)
        }
        unsafe segment.pointee.wordCount = first &+ wordCount
        return first
    }

    /// Takes words of which not all are known to be zero, if there is room for them.
    ///
    /// Cleans as many again as are clean already, so that no message waits for more than it uses.
    @inline(never)
    private func clean(_ segment: UnsafeMutablePointer<BuildSegment>, wordCount: Int) -> Int? {
        let (first, clean) = unsafe (segment.pointee.wordCount, segment.pointee.cleanWordCount)
        guard unsafe wordCount <= segment.pointee.capacity &- first else { return nil }
        let end = unsafe min(segment.pointee.capacity, max(first &+ wordCount, 2 &* clean, 64))
        // From what is clean to an end inside the segment.
        unsafe (segment.pointee.base + clean &* 8).initializeMemory(
            as: UInt64.self, repeating: 0, count: end &- clean)
        unsafe segment.pointee.cleanWordCount = end
        unsafe segment.pointee.wordCount = first &+ wordCount
        return first
    }

    /// Takes words from any segment.
    @inline(never)
    func allocateAnywhere(wordCount: Int) throws(WireError) -> (segmentIndex: UInt32, word: Int) {
        if let word = bump(currentIndex, wordCount: wordCount) { return (UInt32(currentIndex), word) }
        try requireAnotherSegment()
        guard wordCount <= WireFormat.maximumSegmentWordCount else {
            throw .listTooLarge(wordCount: wordCount, limit: WireFormat.maximumSegmentWordCount)
        }
        // As much again as there is, but in steps that waste at most 32 MiB.
        let capacity = unsafe max(wordCount, min(state.pointee.wordCapacity, 1 << 22))
        let memory = WordMemory(wordCount: capacity)
        unsafe state.pointee.owners.append(memory)
        unsafe state.pointee.wordCapacity += capacity
        let index = segmentCount
        unsafe append(
            BuildSegment(base: memory.base, capacity: capacity, wordCount: wordCount, cleanWordCount: capacity))
        let current = segment(at: UInt32(currentIndex))
        if capacity - wordCount > current.capacity - current.wordCount {
            unsafe state.pointee.currentIndex = index
        }
        return (UInt32(index), 0)
    }

    // MARK: Objects

    /// The root pointer: the first word of the first segment.
    @usableFromInline var rootLocation: UnsafeMutableRawPointer { unsafe segment(at: 0).base }

    /// Makes room for an object of `wordCount` words, which `tag` describes, and points the pointer at `location` to
    /// it.
    ///
    /// The room is zeroed.
    @inline(__always)
    func allocate(
        for location: UnsafeMutableRawPointer, segmentIndex: UInt32, wordCount: Int, tag: WirePointer
    ) throws(WireError) -> Placement {
        if isFinished { throw .builderFinished }
        guard let word = bump(Int(segmentIndex), wordCount: wordCount) else {
            return unsafe try allocateFar(for: location, wordCount: wordCount, tag: tag)
        }
        // `location` is a word of this segment, as is `word`, where `wordCount` words are free.
        let base = unsafe segments[Int(segmentIndex)].base
        let address = unsafe base + word &* 8
        // A struct without words would be null at offset 0: it points at its own pointer instead.
        let isEmptyStruct = wordCount == 0 && tag.isStruct
        let offset = isEmptyStruct ? -1 : unsafe (address - location) / 8 &- 1
        unsafe store(tag.withOffset(offset), at: location)
        return unsafe Placement(segmentIndex: segmentIndex, address: address)
    }

    @inline(never)
    func allocateFar(
        for location: UnsafeMutableRawPointer, wordCount: Int, tag: WirePointer
    ) throws(WireError) -> Placement {
        // A landing pad comes in front of the object.
        let (index, word) = try allocateAnywhere(wordCount: wordCount + 1)
        // `wordCount + 1` words are free at `word`; `location` is a word of some segment.
        let pad = unsafe segment(at: index).base + word * 8
        unsafe store(tag.withOffset(0), at: pad)
        unsafe store(.far(segment: index, word: word, isDouble: false), at: location)
        return unsafe Placement(segmentIndex: index, address: pad + 8)
    }

    /// Makes a struct of zeros, points the pointer at `location` to it, and says where it lies.
    @usableFromInline
    func allocateStructure(
        for location: UnsafeMutableRawPointer, segmentIndex: UInt32, size: StructSize
    ) throws(WireError) -> Placement {
        unsafe try allocate(
            for: location, segmentIndex: segmentIndex, wordCount: size.wordCount,
            tag: .structure(offset: 0, size: size))
    }

    /// The struct that the pointer at `location` leads to, enlarged to `size` where it is smaller, or a new one; and the
    /// word that describes it.
    @usableFromInline
    func structure(
        at location: UnsafeMutableRawPointer, segmentIndex: UInt32, size: StructSize
    ) throws(WireError) -> (target: Placement, tag: WirePointer) {
        if unsafe load(location).isNull {
            let target = unsafe try allocateStructure(for: location, segmentIndex: segmentIndex, size: size)
            return (target, .structure(offset: 0, size: size))
        }
        let (tag, target) = unsafe resolve(location, segmentIndex: segmentIndex)
        guard tag.isStruct else { throw .unexpectedPointer(expected: .structure, found: tag.kind) }
        if tag.dataWordCount >= size.dataWordCount, tag.pointerCount >= size.pointerCount { return (target, tag) }
        let enlarged = unsafe try enlarge(location, segmentIndex: segmentIndex, to: size)
        return (enlarged, unsafe resolve(location, segmentIndex: segmentIndex).tag)
    }

    /// Points the pointer at `location` to an object that exists already.
    func link(
        _ location: UnsafeMutableRawPointer, segmentIndex: UInt32, to target: Placement, tag: WirePointer
    ) throws(WireError) {
        // `location` is a word of its segment, `target` lies in its own.
        if target.segmentIndex == segmentIndex {
            let offset = unsafe (target.address - location) / 8 - 1
            return unsafe store(tag.withOffset(offset), at: location)
        }
        let targetWord = unsafe (target.address - segment(at: target.segmentIndex).base) / 8
        if let padWord = bump(Int(target.segmentIndex), wordCount: 1) {
            let pad = unsafe segment(at: target.segmentIndex).base + padWord * 8
            unsafe store(tag.withOffset(targetWord - padWord - 1), at: pad)
            return unsafe store(.far(segment: target.segmentIndex, word: padWord, isDouble: false), at: location)
        }
        // No room beside the object: the landing pad goes elsewhere and says where the object is.
        let (padIndex, padWord) = try allocateAnywhere(wordCount: 2)
        let pad = unsafe segment(at: padIndex).base + padWord * 8
        unsafe store(.far(segment: target.segmentIndex, word: targetWord, isDouble: false), at: pad)
        unsafe store(tag.withOffset(0), at: pad + 8)
        unsafe store(.far(segment: padIndex, word: padWord, isDouble: true), at: location)
    }

    /// Makes foreign memory a segment and points the pointer at `location` to it, as a list of `count` bytes.
    func adopt(
        _ memory: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, for location: UnsafeMutableRawPointer,
        segmentIndex: UInt32
    ) throws(WireError) {
        if isFinished { throw .builderFinished }
        guard memory.count <= WireFormat.maximumListCount else {
            throw .listTooLong(count: memory.count, limit: WireFormat.maximumListCount)
        }
        guard let start = memory.baseAddress, memory.count > 0 else {
            let tag = WirePointer.list(offset: 0, elementSize: .byte, count: 0)
            _ = unsafe try allocate(for: location, segmentIndex: segmentIndex, wordCount: 0, tag: tag)
            return
        }
        guard Int(bitPattern: start) % 8 == 0 else { throw .misalignedSegment(segment: segmentCount) }
        try requireAnotherSegment()
        let wordCount = (memory.count + 7) / 8
        let index = UInt32(segmentCount)
        // Full from the beginning, so nothing is ever written to it.
        let base = unsafe UnsafeMutableRawPointer(mutating: start)
        unsafe append(
            BuildSegment(
                base: base, capacity: wordCount, wordCount: wordCount, cleanWordCount: wordCount, isOurs: false))
        unsafe state.pointee.owners.append(owner)
        unsafe try link(
            location, segmentIndex: segmentIndex, to: Placement(segmentIndex: index, address: base),
            tag: .list(offset: 0, elementSize: .byte, count: memory.count))
    }

    /// Where a pointer that isn't null leads, past far pointers, and the word that describes the object.
    func resolve(
        _ location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) -> (tag: WirePointer, target: Placement) {
        // All pointers of the arena were written by it, so they are valid.
        let wire = unsafe load(location)
        guard wire.isFar else {
            return unsafe (wire, Placement(segmentIndex: segmentIndex, address: location + (1 &+ wire.offset) &* 8))
        }
        let pad = unsafe segment(at: wire.farSegment).base + wire.farWord &* 8
        let landing = unsafe load(pad)
        guard wire.isDoubleFar else {
            return unsafe (
                landing, Placement(segmentIndex: wire.farSegment, address: pad + (1 &+ landing.offset) &* 8)
            )
        }
        let target = unsafe segment(at: landing.farSegment).base + landing.farWord &* 8
        return unsafe (load(pad + 8), Placement(segmentIndex: landing.farSegment, address: target))
    }

    @inline(__always)
    func load(_ location: UnsafeMutableRawPointer) -> WirePointer {
        // `location` is a word of a segment: the caller's promise.
        WirePointer(bits: unsafe location.load(as: UInt64.self))
    }

    @inline(__always)
    func store(_ wire: WirePointer, at location: UnsafeMutableRawPointer) {
        // `location` is a word of an ordinary segment: the caller's promise.
        unsafe location.storeBytes(of: wire.bits, as: UInt64.self)
    }
}
