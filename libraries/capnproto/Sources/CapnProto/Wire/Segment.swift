/// Where one segment of a message being read lies.
@frozen
@safe
@usableFromInline
struct Segment {
    /// Its first word, on a multiple of 8 bytes.
    @usableFromInline let base: UnsafeRawPointer
    @usableFromInline let wordCount: Int

    @inlinable
    init(base: UnsafeRawPointer, wordCount: Int) {
        unsafe self.base = base
        self.wordCount = wordCount
    }

    /// Whether `wordCount` words from word `first` lie in this segment.
    ///
    /// Neither number has been checked; an object without words lies anywhere.
    @inlinable
    func holds(first: Int, wordCount count: Int) -> Bool {
        // `first` differs from a valid index by at most 2^30 and `count` is below 2^47: nothing overflows.
        count == 0 || (first >= 0 && first <= wordCount && count <= wordCount - first)
    }

    @inlinable
    func load(word: Int) -> WirePointer {
        // The caller has checked that `holds(first: word, wordCount: 1)`.
        WirePointer(bits: UInt64(littleEndian: unsafe base.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self)))
    }
}
