extension BuildArena {
    /// Ends all writing.
    func finish() { unsafe state.pointee.isFinished = true }

    /// One of the segments of a finished message.
    func outgoingSegment(at index: Int) -> OutgoingSegment {
        let segment = segment(at: UInt32(index))
        // `BuildSegment` says what was allocated, and `self` keeps it alive.
        return unsafe OutgoingSegment(
            bytes: UnsafeRawBufferPointer(start: segment.base, count: segment.wordCount * 8), owner: self)
    }
}
