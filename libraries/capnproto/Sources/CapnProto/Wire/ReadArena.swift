public import Synchronization

/// The segments of one message being read, what keeps them alive, and what reading may still cost.
///
/// Every reader of the message holds it strongly, so no reader outlives its bytes.
@safe
// Not lexical: a copy that a variable holds needs no count of its own, and the last use of a reference ends its life. So
// whatever touches the memory behind it directly says `withExtendedLifetime`.
@_eagerMove
@usableFromInline
final class ReadArena: @unchecked Sendable {
    // Sendable: all but the budget is immutable, and whoever hands the segments over promises that nobody writes
    // them any more.
    @usableFromInline let first: Segment
    @usableFromInline let others: UnsafeMutablePointer<Segment>?
    @usableFromInline let segmentCount: Int
    /// Words that may still be visited.
    ///
    /// Threads that read at the same time update it without a lock, by a relaxed load and a relaxed store: what two of
    /// them visit in the same instant may be charged once.
    @usableFromInline let budget: Atomic<Int>
    @usableFromInline let nestingLevels: UInt16
    private let traversalLimit: Int
    /// Keeps the segments alive, unless they lie in `memory`, which is the arena's own.
    private let owner: AnyObject?
    private let memory: UnsafeMutableRawPointer?

    /// Takes segments that lie on multiples of 8 bytes and stay unchanged as long as the arena lives; `others` has
    /// `otherCount` of them and becomes the arena's own.
    private init(
        first: Segment, others: UnsafeMutablePointer<Segment>?, otherCount: Int, wordCount: Int,
        owner: consuming AnyObject?, memory: UnsafeMutableRawPointer?, limits: ReadLimits
    ) {
        self.first = first
        unsafe self.others = others
        segmentCount = otherCount &+ 1
        traversalLimit = limits.traversalBudget(wordCount: wordCount)
        budget = Atomic(traversalLimit)
        nestingLevels = limits.nestingLevels
        self.owner = owner
        unsafe self.memory = memory
    }

    /// Takes a message's only segment, which stays unchanged as long as `owner` lives.
    convenience init(only segment: Segment, owner: consuming AnyObject, limits: ReadLimits) {
        unsafe self.init(
            first: segment, others: nil, otherCount: 0, wordCount: segment.wordCount, owner: owner, memory: nil,
            limits: limits)
    }

    /// Takes a message's only segment and the memory it lies in, from `WordMemory.allocate`.
    convenience init(only segment: Segment, taking memory: UnsafeMutableRawPointer, limits: ReadLimits) {
        unsafe self.init(
            first: segment, others: nil, otherCount: 0, wordCount: segment.wordCount, owner: nil, memory: memory,
            limits: limits)
    }

    /// Takes a message's segments, at least one, which stay unchanged as long as `owner` lives.
    convenience init(first: Segment, others: [Segment], owner: AnyObject, limits: ReadLimits) {
        let table: UnsafeMutablePointer<Segment>? = others.isEmpty ? nil : .allocate(capacity: others.count)
        // `table` was allocated for just as many.
        for (index, segment) in others.enumerated() {
            if let table = unsafe table { unsafe (table + index).initialize(to: segment) }
        }
        unsafe self.init(
            first: first, others: table, otherCount: others.count,
            wordCount: others.reduce(first.wordCount) { $0 + $1.wordCount }, owner: owner, memory: nil, limits: limits)
    }

    /// Takes a message that stands in memory, segment table included.
    ///
    /// Nobody changes the memory as long as `owner` lives: the caller's promise.
    @usableFromInline
    static func inPlace(
        _ bytes: UnsafeRawBufferPointer, owner: consuming AnyObject, limits: ReadLimits
    ) throws(WireError) -> ReadArena {
        guard let start = bytes.baseAddress, Int(bitPattern: start) % 8 == 0,
            let wordCount = unsafe try SegmentTable.onlyWordCount(of: bytes, limits: limits)
        else {
            let table = try SegmentTable(parsing: unsafe bytes.bytes, limits: limits)
            return unsafe try MessageReader(
                body: UnsafeRawBufferPointer(rebasing: bytes.dropFirst(table.headerByteCount)), table: table,
                anyOwner: owner, limits: limits
            ).arena
        }
        return unsafe ReadArena(only: Segment(base: start + 8, wordCount: wordCount), owner: owner, limits: limits)
    }

    /// Takes a message that stands in memory from `WordMemory.allocate`, segment table included, and the memory.
    static func taking(
        _ memory: UnsafeMutableRawPointer, byteCount: Int, limits: ReadLimits
    ) throws(WireError) -> ReadArena {
        let bytes = unsafe UnsafeRawBufferPointer(start: memory, count: byteCount)
        if let wordCount = unsafe try? SegmentTable.onlyWordCount(of: bytes, limits: limits) {
            return unsafe ReadArena(
                only: Segment(base: memory + 8, wordCount: wordCount), taking: memory, limits: limits)
        }
        // Several segments, or more than the limits allow.
        return unsafe try inPlace(bytes, owner: WordMemory(taking: memory), limits: limits)
    }

    deinit {
        // Allocated in `init`, or taken there; `Segment` has nothing to deinitialise.
        unsafe others?.deallocate()
        if let memory = unsafe memory { unsafe WordMemory.deallocate(memory) }
    }

    // MARK: Limits

    @inlinable
    @inline(__always)
    func charge(wordCount: Int) throws(WireError) {
        let left = budget.load(ordering: .relaxed) &- wordCount
        if left < 0 { throw traversalLimitExceeded() }
        budget.store(left, ordering: .relaxed)
    }

    @inline(never)
    @usableFromInline
    func traversalLimitExceeded() -> WireError {
        .traversalLimitExceeded(wordLimit: traversalLimit)
    }

    // MARK: Pointers

    @inlinable
    @inline(__always)
    func segment(at index: UInt32) throws(WireError) -> Segment {
        if index == 0 { return first }
        guard Int(index) < segmentCount, let others = unsafe others else { throw unknownSegment(index) }
        // `others` holds the segments from 1 on, and `index` is below their count plus one.
        return unsafe others[Int(index) &- 1]
    }

    @inline(never)
    @usableFromInline
    func unknownSegment(_ index: UInt32) -> WireError {
        .unknownSegment(segment: index, segmentCount: segmentCount)
    }

    /// Follows the pointer at `location`, a word of segment `segmentIndex`.
    @inlinable
    @inline(__always)
    func resolve(_ location: UnsafeRawPointer, segmentIndex: UInt32) throws(WireError) -> ResolvedPointer {
        // `location` is a word inside its segment: who made the reader has checked it.
        let wire = WirePointer(bits: UInt64(littleEndian: unsafe location.loadUnaligned(as: UInt64.self)))
        if wire.isFar { return try resolveFar(wire) }
        let segment = try segment(at: segmentIndex)
        let word = unsafe (location - segment.base) / 8
        return ResolvedPointer(
            wire: wire, segment: segment, segmentIndex: segmentIndex, firstWord: word &+ 1 &+ wire.offset)
    }

    @inline(never)
    @usableFromInline
    func resolveFar(_ far: WirePointer) throws(WireError) -> ResolvedPointer {
        let segment = try segment(at: far.farSegment)
        let padWord = far.farWord
        let padWordCount = far.isDoubleFar ? 2 : 1
        guard segment.holds(first: padWord, wordCount: padWordCount) else {
            throw .outOfBounds(
                segment: far.farSegment, firstWord: padWord, wordCount: padWordCount,
                segmentWordCount: segment.wordCount)
        }
        let pad = segment.load(word: padWord)
        guard far.isDoubleFar else {
            guard !pad.isFar else { throw .malformedLandingPad(segment: far.farSegment, word: padWord) }
            return ResolvedPointer(
                wire: pad.neverNull, segment: segment, segmentIndex: far.farSegment, firstWord: padWord + 1 + pad.offset
            )
        }
        // A double-far pad is a far pointer to the object's first word, and a tag that describes the object.
        let tag = segment.load(word: padWord + 1)
        guard pad.isFar, !tag.isFar else { throw .malformedLandingPad(segment: far.farSegment, word: padWord) }
        let target = try self.segment(at: pad.farSegment)
        // Even an object without words lies somewhere.
        guard target.wordCount > 0 else {
            throw .outOfBounds(segment: pad.farSegment, firstWord: pad.farWord, wordCount: 0, segmentWordCount: 0)
        }
        return ResolvedPointer(
            wire: tag.neverNull, segment: target, segmentIndex: pad.farSegment, firstWord: pad.farWord)
    }

    // MARK: Objects

    /// Where the root pointer is; throws `.missingRoot` when the first segment is empty.
    @usableFromInline
    var rootLocation: UnsafeRawPointer {
        get throws(WireError) {
            guard first.wordCount > 0 else { throw .missingRoot }
            return unsafe first.base
        }
    }

    /// The root struct; an empty one if the root pointer is null.
    @usableFromInline
    func rootPlace() throws(WireError) -> StructPlace {
        unsafe try structurePlace(at: rootLocation, segmentIndex: 0, nesting: nestingLevels)
    }

    // Where there is no location, a struct is too short to have the pointer, which then is null.

    /// The struct that the pointer at `location` leads to; an empty one if the pointer is null.
    @inlinable
    @inline(__always)
    func structure(
        at location: UnsafeRawPointer?, segmentIndex: UInt32, nesting: UInt16
    ) throws(WireError) -> StructReader {
        StructReader(
            arena: self, place: unsafe try structurePlace(at: location, segmentIndex: segmentIndex, nesting: nesting))
    }

    @usableFromInline
    func structurePlace(
        at location: UnsafeRawPointer?, segmentIndex: UInt32, nesting: UInt16
    ) throws(WireError) -> StructPlace {
        guard let location = unsafe location else { return emptyStruct }
        let resolved = unsafe try resolve(location, segmentIndex: segmentIndex)
        let wire = resolved.wire
        if !wire.isStruct { throw unexpectedPointer(expected: .structure, found: wire.kind) }
        if wire.isNull { return emptyStruct }
        let wordCount = wire.structWordCount
        let address = unsafe try resolved.address(wordCount: wordCount)
        try charge(wordCount: wordCount)
        if nesting == 0 { throw .nestingLimitExceeded }
        return unsafe StructPlace(
            data: address, segmentIndex: resolved.segmentIndex, dataByteCount: UInt32(wire.dataWordCount) &* 8,
            pointerCount: wire.pointerCount, nesting: nesting &- 1)
    }

    private var emptyStruct: StructPlace {
        unsafe StructPlace(data: first.base, segmentIndex: 0, dataByteCount: 0, pointerCount: 0, nesting: 0)
    }

    /// The list that the pointer at `location` leads to, with elements of any size; an empty one if the pointer is null.
    @inlinable
    @inline(__always)
    func list(
        at location: UnsafeRawPointer?, segmentIndex: UInt32, nesting: UInt16
    ) throws(WireError) -> RawListReader {
        RawListReader(
            arena: self, place: unsafe try listPlace(at: location, segmentIndex: segmentIndex, nesting: nesting))
    }

    /// The same list, whose elements hold what one of size `expected` needs; throws `.incompatibleElements` otherwise.
    @inlinable
    @inline(__always)
    func list(
        of expected: ElementSize, at location: UnsafeRawPointer?, segmentIndex: UInt32, nesting: UInt16
    ) throws(WireError) -> RawListReader {
        let place = unsafe try listPlace(at: location, segmentIndex: segmentIndex, nesting: nesting)
        try place.require(expected)
        return RawListReader(arena: self, place: place)
    }

    @usableFromInline
    func listPlace(
        at location: UnsafeRawPointer?, segmentIndex: UInt32, nesting: UInt16
    ) throws(WireError) -> ListPlace {
        guard let location = unsafe location else { return emptyList }
        let resolved = unsafe try resolve(location, segmentIndex: segmentIndex)
        let wire = resolved.wire
        if wire.isNull { return emptyList }
        if !wire.isList { throw unexpectedPointer(expected: .list, found: wire.kind) }
        if nesting == 0 { throw .nestingLimitExceeded }
        let elementSize = wire.elementSize
        if elementSize == .composite { return try compositeListPlace(resolved, nesting: nesting &- 1) }
        let count = wire.listCount
        // At most 2^29 elements of 64 bits.
        let wordCount = (count &* elementSize.strideBitCount &+ 63) / 64
        let address = unsafe try resolved.address(wordCount: wordCount)
        // Elements without a size cost a word each, or a word could claim 2^29 of them for free.
        try charge(wordCount: elementSize == .void ? count : wordCount)
        return unsafe ListPlace(
            base: address, count: count, segmentIndex: resolved.segmentIndex, elementSize: elementSize,
            dataByteCount: UInt32(elementSize.dataBitCount / 8), pointerCount: elementSize == .pointer ? 1 : 0,
            nesting: nesting &- 1)
    }

    private var emptyList: ListPlace {
        unsafe ListPlace(
            base: first.base, count: 0, segmentIndex: .max, elementSize: .void, dataByteCount: 0, pointerCount: 0,
            nesting: 0)
    }

    @inline(__always)
    private func compositeListPlace(_ resolved: ResolvedPointer, nesting: UInt16) throws(WireError) -> ListPlace {
        let wordCount = resolved.wire.listCount
        // The tag's word comes on top.
        let address = unsafe try resolved.address(wordCount: wordCount &+ 1)
        let tag = resolved.segment.load(word: resolved.firstWord)
        if !tag.isStruct { throw malformedListTag(found: tag.kind) }
        let count = tag.tagElementCount
        let elementWordCount = tag.structWordCount
        // Below 2^29 times 2^17.
        if count &* elementWordCount > wordCount {
            throw .listTagOverrun(elementCount: count, wordsPerElement: elementWordCount, wordCount: wordCount)
        }
        try charge(wordCount: wordCount &+ 1 &+ (elementWordCount == 0 ? count : 0))
        // Its elements are a level of their own.
        if nesting == 0 && count > 0 && tag.pointerCount > 0 { throw .nestingLimitExceeded }
        return unsafe ListPlace(
            base: address + 8, count: count, segmentIndex: resolved.segmentIndex, elementSize: .composite,
            dataByteCount: UInt32(tag.dataWordCount) &* 8, pointerCount: tag.pointerCount, nesting: nesting)
    }

    /// The bytes of a list of bytes; none if the pointer is null.
    @inlinable
    @inline(__always)
    func bytes(at location: UnsafeRawPointer?, segmentIndex: UInt32) throws(WireError) -> DataReader {
        DataReader(arena: self, place: unsafe try bytesPlace(at: location, segmentIndex: segmentIndex))
    }

    @usableFromInline
    func bytesPlace(at location: UnsafeRawPointer?, segmentIndex: UInt32) throws(WireError) -> BytesPlace {
        guard let bytes = unsafe try listOfBytes(at: location, segmentIndex: segmentIndex) else { return noBytes }
        return bytes
    }

    /// The text's bytes without the terminator; none if the pointer is null.
    @inlinable
    @inline(__always)
    func textBytes(at location: UnsafeRawPointer?, segmentIndex: UInt32) throws(WireError) -> DataReader {
        DataReader(arena: self, place: unsafe try textBytesPlace(at: location, segmentIndex: segmentIndex))
    }

    @usableFromInline
    func textBytesPlace(at location: UnsafeRawPointer?, segmentIndex: UInt32) throws(WireError) -> BytesPlace {
        guard let bytes = unsafe try listOfBytes(at: location, segmentIndex: segmentIndex) else { return noBytes }
        let byteCount = bytes.byteCount
        // The last byte exists: `byteCount` isn't 0.
        guard byteCount > 0, unsafe bytes.start.load(fromByteOffset: byteCount &- 1, as: UInt8.self) == 0 else {
            throw .unterminatedText(byteCount: byteCount)
        }
        return unsafe BytesPlace(start: bytes.start, byteCount: byteCount &- 1)
    }

    /// The text as a string; the empty one if the pointer is null.
    @usableFromInline
    func text(at location: UnsafeRawPointer?, segmentIndex: UInt32) throws(WireError) -> String {
        try unsafe textBytesPlace(at: location, segmentIndex: segmentIndex).string()
    }

    private var noBytes: BytesPlace { unsafe BytesPlace(start: first.base, byteCount: 0) }

    @inline(__always)
    private func listOfBytes(at location: UnsafeRawPointer?, segmentIndex: UInt32) throws(WireError) -> BytesPlace? {
        guard let location = unsafe location else { return nil }
        let resolved = unsafe try resolve(location, segmentIndex: segmentIndex)
        let wire = resolved.wire
        if wire.isNull { return nil }
        if !wire.isList { throw unexpectedPointer(expected: .list, found: wire.kind) }
        if wire.elementSize != .byte { throw incompatibleElements(expected: .byte, found: wire.elementSize) }
        let count = wire.listCount
        let wordCount = (count &+ 7) / 8
        let address = unsafe try resolved.address(wordCount: wordCount)
        try charge(wordCount: wordCount)
        return unsafe BytesPlace(start: address, byteCount: count)
    }

    @inline(never)
    @usableFromInline
    func unexpectedPointer(expected: PointerKind, found: PointerKind) -> WireError {
        .unexpectedPointer(expected: expected, found: found)
    }

    @inline(never)
    @usableFromInline
    func incompatibleElements(expected: ElementSize, found: ElementSize) -> WireError {
        .incompatibleElements(expected: expected, found: found)
    }

    @inline(never)
    @usableFromInline
    func malformedListTag(found: PointerKind) -> WireError {
        .malformedListTag(found: found)
    }
}
