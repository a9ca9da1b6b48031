extension MessageReader {
    /// Whether the message is in canonical form.
    ///
    /// Throws what reading it would.
    public var isCanonical: Bool {
        get throws(WireError) {
            guard arena.segmentCount == 1 else { return false }
            let root = try root
            var check = CanonicalCheck(segment: arena.first)
            return try check.accepts(root) && check.nextWord == arena.first.wordCount
        }
    }
}

/// A walk that finds each object where canonical form has it.
private struct CanonicalCheck {
    let segment: Segment
    /// Where the next object must lie.
    private(set) var nextWord = 1

    init(segment: Segment) { self.segment = segment }

    mutating func accepts(_ pointer: PointerReader) throws(WireError) -> Bool {
        guard let location = unsafe pointer.location, !pointer.isNull else { return true }
        // Both lie in the one segment: the pointer was reached without a far one.
        let word = unsafe (location - segment.base) / 8
        let wire = segment.load(word: word)
        let target = word + 1 + wire.offset
        switch wire.kind {
        case .structure:
            let structure = try pointer.rawStructure()
            let size = structure.trimmedSize
            guard target == (size.wordCount == 0 ? word : nextWord) else { return false }
            guard size.dataWordCount == wire.dataWordCount, size.pointerCount == wire.pointerCount else { return false }
            nextWord += size.wordCount
            return try acceptsPointers(of: structure)
        case .list:
            let list = try pointer.rawList()
            guard target == nextWord else { return false }
            return try list.elementSize == .composite ? acceptsStructures(list, wire) : acceptsValues(list)
        case .null, .far, .capability, .other:
            return false
        }
    }

    private mutating func acceptsPointers(of structure: StructReader) throws(WireError) -> Bool {
        for index in 0..<Int(structure.pointerCount) {
            guard try accepts(structure.pointer(at: index)) else { return false }
        }
        return true
    }

    private mutating func acceptsStructures(_ list: RawListReader, _ wire: WirePointer) throws(WireError) -> Bool {
        let size = list.trimmedElementSize
        guard Int(size.dataWordCount) * 8 == Int(list.dataByteCount), size.pointerCount == list.pointerCount,
            list.count * size.wordCount == wire.listCount
        else { return false }
        nextWord += 1 + wire.listCount
        if list.pointerCount == 0 { return true }
        for index in 0..<list.count {
            guard try acceptsPointers(of: list.structure(at: index)) else { return false }
        }
        return true
    }

    private mutating func acceptsValues(_ list: RawListReader) throws(WireError) -> Bool {
        let bitCount = list.bitCount
        let wordCount = (bitCount + 63) / 64
        if bitCount % 64 != 0 {
            // What is behind the last element.
            let last = segment.load(word: nextWord + wordCount - 1).bits
            guard last >> UInt64(bitCount % 64) == 0 else { return false }
        }
        nextWord += wordCount
        guard list.elementSize == .pointer else { return true }
        for index in 0..<list.count {
            guard try accepts(list.pointer(at: index)) else { return false }
        }
        return true
    }
}
