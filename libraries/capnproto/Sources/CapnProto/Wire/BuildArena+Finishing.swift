extension BuildArena {
    /// Ends all writing and says what the segments have become.
    func finish() -> [OutgoingSegment] {
        isFinished = true
        // `BuildSegment` says what was allocated, and `self` keeps it alive.
        return (0..<segmentCount).map { index in
            let segment = segment(at: UInt32(index))
            return unsafe OutgoingSegment(
                bytes: UnsafeRawBufferPointer(start: segment.base, count: segment.wordCount * 8), owner: self)
        }
    }
}
