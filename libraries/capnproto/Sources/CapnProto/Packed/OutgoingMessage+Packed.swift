extension OutgoingMessage {
    /// Table and segments in packed encoding, as `capnp` and other implementations write them.
    ///
    /// Messages may follow one another in a stream of such bytes.
    public func packed() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: largestPackedByteCount) { target, count in
            // A message has a table of at least one word, so there is room and an address.
            guard let start = target.baseAddress else { return }
            count = unsafe pack(to: start)
        }
    }

    /// Packs table and segments into memory that is there, and returns how many bytes that took.
    ///
    /// `target` must have room for `largestPackedByteCount`.
    public func pack(into target: inout MutableRawSpan) -> Int {
        precondition(
            target.byteCount >= largestPackedByteCount,
            "\(target.byteCount) bytes of room for up to \(largestPackedByteCount)")
        return unsafe target.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            return unsafe pack(to: start.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// Most bytes that the packed message can have: a quarter more than `byteCount`.
    public var largestPackedByteCount: Int { PackedWords.largestByteCount(wordCount: byteCount / 8) }

    private func pack(to target: UnsafeMutablePointer<UInt8>) -> Int {
        // The caller has checked the room.
        var count = unsafe withUnsafeTemporaryAllocation(byteCount: segmentTableByteCount, alignment: 8) { table in
            guard let start = table.baseAddress else { return 0 }
            unsafe writeSegmentTable(to: start)
            return unsafe PackedWords.pack(UnsafeRawBufferPointer(table), to: target)
        }
        for index in 0..<segmentCount {
            // A segment's owner is alive as long as the segment.
            let segment = segment(at: index)
            count += unsafe PackedWords.pack(segment.bytes, to: target + count)
        }
        return count
    }
}
