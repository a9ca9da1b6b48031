extension CapnProtoStructReader {
    /// The struct as a message in canonical form: equal content has equal bytes, whoever wrote it.
    ///
    /// One segment, objects in the order of a walk, sections without trailing zeros
    /// (https://capnproto.org/encoding.html#canonicalization). Throws `.capabilityNotCopyable`, `.listTooLarge` where it
    /// doesn't fit into one segment, and what reading the struct would.
    public func canonical() throws(WireError) -> OutgoingMessage {
        // Trimmed, it takes at most as much as it does now, and a word for the root.
        let wordCount = try totalSize.wordCount + 1
        guard wordCount <= WireFormat.maximumSegmentWordCount else {
            throw .listTooLarge(wordCount: wordCount, limit: WireFormat.maximumSegmentWordCount)
        }
        let message = MessageBuilder(firstSegmentWordCount: wordCount)
        try message.root.setCanonical(raw)
        return message.finish()
    }
}

extension PointerBuilder {
    func setCanonical(_ source: StructReader) throws(WireError) {
        unsafe try arena.copy(source, to: location, segmentIndex: segmentIndex, isTrimmed: true)
    }
}

extension StructReader {
    /// The sections' size without the zeros at their ends.
    var trimmedSize: StructSize {
        var dataWordCount = (Int(dataByteCount) + 7) / 8
        while dataWordCount > 0, isZero(dataWord: dataWordCount - 1) { dataWordCount -= 1 }
        var pointers = Int(pointerCount)
        while pointers > 0, !hasPointer(at: pointers - 1) { pointers -= 1 }
        // Neither is larger than it was.
        return StructSize(dataWordCount: UInt16(dataWordCount), pointerCount: UInt16(pointers))
    }

    func isZero(dataWord word: Int) -> Bool {
        if (word + 1) * 8 <= Int(dataByteCount) { return read(UInt64.self, at: word * 8) == 0 }
        // An element of a list of numbers, read as a struct.
        return (word * 8..<Int(dataByteCount)).allSatisfy { read(UInt8.self, at: $0) == 0 }
    }
}

extension RawListReader {
    /// What each element needs so that none loses anything but zeros at its sections' ends.
    var trimmedElementSize: StructSize {
        var size = StructSize(dataWordCount: 0, pointerCount: 0)
        // Where elements have no words, the first says it for all.
        for index in 0..<(strideByteCount == 0 ? min(count, 1) : count) {
            let element = structure(at: index).trimmedSize
            size = StructSize(
                dataWordCount: max(size.dataWordCount, element.dataWordCount),
                pointerCount: max(size.pointerCount, element.pointerCount))
        }
        return size
    }
}
