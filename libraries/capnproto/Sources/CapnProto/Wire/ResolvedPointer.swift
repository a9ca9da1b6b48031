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

    /// Where an object of `wordCount` words lies; throws unless it is inside the segment.
    ///
    /// Neither number has been checked; an object without words lies anywhere.
    @inlinable
    @inline(__always)
    func address(wordCount: Int) throws(WireError) -> UnsafeRawPointer {
        // A negative word is, without its sign, behind every segment. `firstWord` differs from a valid index by at most
        // 2^30 and `wordCount` is below 2^47: nothing overflows.
        if UInt(bitPattern: firstWord) <= UInt(bitPattern: segment.wordCount),
            wordCount <= segment.wordCount &- firstWord
        {
            // In bounds by the line above.
            return unsafe segment.base + firstWord &* 8
        }
        if wordCount != 0 { throw outOfBounds(wordCount: wordCount) }
        return unsafe segment.base
    }

    @inline(never)
    @usableFromInline
    func outOfBounds(wordCount: Int) -> WireError {
        .outOfBounds(
            segment: segmentIndex, firstWord: firstWord, wordCount: wordCount, segmentWordCount: segment.wordCount)
    }
}
