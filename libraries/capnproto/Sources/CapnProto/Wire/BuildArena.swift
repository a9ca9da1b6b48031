/// The segments of one message being built.
///
/// Segments never move, so an address inside one stays valid as long as the arena; when all are full another one comes,
/// as large as all before it together.
@safe
@usableFromInline
final class BuildArena: @unchecked Sendable {
    // Sendable: its builders aren't, so one task at a time writes; `finish` ends all writing before the arena is shared.
    @usableFromInline var segments: UnsafeMutablePointer<BuildSegment>
    @usableFromInline var segmentCount = 0
    private var tableCapacity = 4
    /// The ordinary segment that has most room.
    @usableFromInline var currentIndex = 0
    @usableFromInline var isFinished = false
    private var wordCapacity = 0
    private var owners: [any AnyObject & Sendable] = []

    /// Makes an arena whose first segment has room for `firstSegmentWordCount` words, the root pointer among them.
    init(firstSegmentWordCount: Int) {
        unsafe segments = .allocate(capacity: tableCapacity)
        let wordCount = min(max(firstSegmentWordCount, 1), WireFormat.maximumSegmentWordCount)
        let memory = WordMemory(wordCount: wordCount)
        owners.append(memory)
        wordCapacity = wordCount
        // One word for the root pointer.
        unsafe append(BuildSegment(base: memory.base, capacity: wordCount, wordCount: 1))
    }

    /// Starts anew with the first segment's memory, zeroed as far as it was used.
    func reset() {
        unsafe segments.pointee.base.initializeMemory(
            as: UInt64.self, repeating: 0, count: segments.pointee.wordCount)
        // One word for the root pointer.
        unsafe segments.pointee.wordCount = 1
        segmentCount = 1
        currentIndex = 0
        isFinished = false
        wordCapacity = unsafe segments.pointee.capacity
        owners.removeLast(owners.count - 1)
    }

    deinit {
        // Allocated in `init` or `append`; `BuildSegment` has nothing to deinitialise.
        unsafe segments.deallocate()
    }

    // MARK: Segments

    @inlinable
    func segment(at index: UInt32) -> BuildSegment {
        precondition(Int(index) < segmentCount, "segment index out of bounds")
        return unsafe segments[Int(index)]
    }

    private func append(_ segment: BuildSegment) {
        if segmentCount == tableCapacity {
            let larger = UnsafeMutablePointer<BuildSegment>.allocate(capacity: 2 * tableCapacity)
            // The old table has `segmentCount` segments, all initialised.
            unsafe larger.moveInitialize(from: segments, count: segmentCount)
            unsafe segments.deallocate()
            unsafe segments = larger
            tableCapacity *= 2
        }
        // There is room, by the lines above.
        unsafe (segments + segmentCount).initialize(to: segment)
        segmentCount += 1
    }

    private func requireAnotherSegment() throws(WireError) {
        guard segmentCount < WireFormat.maximumSegmentCount else {
            throw .tooManySegments(count: segmentCount + 1, limit: WireFormat.maximumSegmentCount)
        }
    }

    /// Takes words from a segment, or says that it has no room for them.
    ///
    /// Its index is in bounds.
    @inlinable
    func bump(_ index: Int, wordCount: Int) -> Int? {
        // In bounds: the caller's promise.
        let segment = unsafe segments + index
        let first = unsafe segment.pointee.wordCount
        guard unsafe wordCount <= segment.pointee.capacity &- first else { return nil }
        unsafe segment.pointee.wordCount = first &+ wordCount
        return first
    }

    /// Takes words from any segment.
    @inline(never)
    @usableFromInline
    func allocateAnywhere(wordCount: Int) throws(WireError) -> (segmentIndex: UInt32, word: Int) {
        if let word = bump(currentIndex, wordCount: wordCount) { return (UInt32(currentIndex), word) }
        try requireAnotherSegment()
        guard wordCount <= WireFormat.maximumSegmentWordCount else {
            throw .listTooLarge(wordCount: wordCount, limit: WireFormat.maximumSegmentWordCount)
        }
        // As much again as there is, but in steps that waste at most 32 MiB.
        let capacity = max(wordCount, min(wordCapacity, 1 << 22))
        let memory = WordMemory(wordCount: capacity)
        owners.append(memory)
        wordCapacity += capacity
        let index = segmentCount
        unsafe append(BuildSegment(base: memory.base, capacity: capacity, wordCount: wordCount))
        let current = segment(at: UInt32(currentIndex))
        if capacity - wordCount > current.capacity - current.wordCount { currentIndex = index }
        return (UInt32(index), 0)
    }

    // MARK: Objects

    /// Makes room for an object of `wordCount` words, which `tag` describes, and points the pointer at `location` to
    /// it.
    ///
    /// The room is zeroed.
    @inlinable
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
    @usableFromInline
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
        unsafe append(BuildSegment(base: base, capacity: wordCount, wordCount: wordCount))
        owners.append(owner)
        unsafe try link(
            location, segmentIndex: segmentIndex, to: Placement(segmentIndex: index, address: base),
            tag: .list(offset: 0, elementSize: .byte, count: memory.count))
    }

    /// Where a pointer that isn't null leads, past far pointers, and the word that describes the object.
    @inlinable
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

    @inlinable
    func load(_ location: UnsafeMutableRawPointer) -> WirePointer {
        // `location` is a word of a segment: the caller's promise.
        WirePointer(bits: unsafe location.load(as: UInt64.self))
    }

    @inlinable
    func store(_ wire: WirePointer, at location: UnsafeMutableRawPointer) {
        // `location` is a word of an ordinary segment: the caller's promise.
        unsafe location.storeBytes(of: wire.bits, as: UInt64.self)
    }
}
