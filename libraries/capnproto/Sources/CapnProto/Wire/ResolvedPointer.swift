/// A pointer after any far pointers have been followed: its own word (whose offset means nothing any more), and the
/// place it leads to, which is still to be checked against the segment.
@frozen
@usableFromInline
struct ResolvedPointer {
    @usableFromInline let wire: WirePointer
    @usableFromInline let segment: Segment
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let firstWord: Int

    @inlinable
    init(wire: WirePointer, segment: Segment, segmentIndex: UInt32, firstWord: Int) {
        self.wire = wire
        self.segment = segment
        self.segmentIndex = segmentIndex
        self.firstWord = firstWord
    }

    @inlinable
    func require(wordCount: Int) throws(WireError) {
        if !segment.holds(first: firstWord, wordCount: wordCount) { throw outOfBounds(wordCount: wordCount) }
    }

    @inline(never)
    @usableFromInline
    func outOfBounds(wordCount: Int) -> WireError {
        .outOfBounds(
            segment: segmentIndex, firstWord: firstWord, wordCount: wordCount, segmentWordCount: segment.wordCount)
    }
}
