extension FloatArena {
    /// The elements of `range`, to read.
    ///
    /// The caller sees to it that nobody writes them while the span is in use.
    @_lifetime(borrow self)
    func view(_ range: Range<Int>) -> Span<Float> {
        span.extracting(range)
    }

    /// The elements of `range`, to read and write, while other ranges of the same arena are in use.
    ///
    /// For a `MemoryPlan`, which gives everything that one step reads and writes ranges that don't overlap: the rule
    /// of one writer or many readers holds range by range.
    @unsafe
    @_lifetime(borrow self)
    func mutableView(_ range: Range<Int>) -> MutableSpan<Float> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let elements = unsafe MutableSpan(_unsafeStart: baseAddress + range.lowerBound, count: range.count)
        // The memory is never reallocated and lives as long as self does.
        return unsafe _overrideLifetime(elements, borrowing: self)
    }
}
