extension BuildArena {
    /// Makes a text and points the pointer at `location` to it.
    ///
    /// Throws when it has more bytes than the format can hold.
    @usableFromInline
    func setText(
        _ value: String, for location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) throws(WireError) {
        // Swift's own texts lie in one piece.
        let isSet = unsafe value.utf8.withContiguousStorageIfAvailable { utf8 in
            Result { () throws(WireError) in
                unsafe try setText(copying: UnsafeRawBufferPointer(utf8), for: location, segmentIndex: segmentIndex)
            }
        }
        if let isSet { return try isSet.get() }
        let bytes = Array(value.utf8)
        // A byte's bytes are all its own.
        unsafe try bytes.span.bytes.withUnsafeBytes { (source) throws(WireError) in
            unsafe try setText(copying: source, for: location, segmentIndex: segmentIndex)
        }
    }

    /// Makes a text from a copy of its bytes, which aren't checked to be UTF-8, and points the pointer at `location` to
    /// it.
    ///
    /// Throws when there are more than the format can hold.
    @usableFromInline
    func setText(
        copying source: UnsafeRawBufferPointer, for location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) throws(WireError) {
        guard source.count < WireFormat.maximumListCount else {
            throw .listTooLong(count: source.count, limit: WireFormat.maximumListCount - 1)
        }
        // The room is zeroed, so the terminator is there.
        unsafe try copyBytes(source, padding: 1, for: location, segmentIndex: segmentIndex)
    }

    /// Makes a data from a copy of bytes and points the pointer at `location` to it.
    ///
    /// Throws when there are more than the format can hold.
    @usableFromInline
    func setData(
        copying source: UnsafeRawBufferPointer, for location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) throws(WireError) {
        guard source.count <= WireFormat.maximumListCount else {
            throw .listTooLong(count: source.count, limit: WireFormat.maximumListCount)
        }
        unsafe try copyBytes(source, padding: 0, for: location, segmentIndex: segmentIndex)
    }

    /// Makes a data of zeros, points the pointer at `location` to it, and says where it starts.
    ///
    /// Throws when the format can't hold as many.
    @usableFromInline
    func allocateData(
        byteCount: Int, for location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) throws(WireError) -> UnsafeMutableRawPointer {
        guard byteCount >= 0, byteCount <= WireFormat.maximumListCount else {
            throw .listTooLong(count: byteCount, limit: WireFormat.maximumListCount)
        }
        return unsafe try allocateBytes(byteCount: byteCount, for: location, segmentIndex: segmentIndex)
    }

    /// Makes room for bytes, as many as the format can hold at most.
    @inline(__always)
    private func allocateBytes(
        byteCount: Int, for location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) throws(WireError) -> UnsafeMutableRawPointer {
        unsafe try allocate(
            for: location, segmentIndex: segmentIndex, wordCount: (byteCount &+ 7) / 8,
            tag: .list(offset: 0, elementSize: .byte, count: byteCount)
        ).address
    }

    /// Makes a copy of bytes with `padding` zeros behind them, as many as the format can hold at most.
    @inline(__always)
    private func copyBytes(
        _ source: UnsafeRawBufferPointer, padding: Int, for location: UnsafeMutableRawPointer, segmentIndex: UInt32
    ) throws(WireError) {
        let target = unsafe try allocateBytes(
            byteCount: source.count &+ padding, for: location, segmentIndex: segmentIndex)
        // As long as the source at least.
        guard let start = source.baseAddress else { return }
        unsafe target.copyMemory(from: start, byteCount: source.count)
    }
}
