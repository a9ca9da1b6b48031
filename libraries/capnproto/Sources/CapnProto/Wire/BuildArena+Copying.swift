extension BuildArena {
    /// Copies what `source` leads to, and all that it leads to in turn, and points the pointer at `location` to the
    /// copy.
    ///
    /// The source's limits bound what this costs. A copy that `isTrimmed` leaves out the zeros at the ends of structs'
    /// sections, as canonical form has it.
    func copy(
        _ source: PointerReader, to location: UnsafeMutableRawPointer, segmentIndex: UInt32, isTrimmed: Bool = false
    ) throws(WireError) {
        if isFinished { throw .builderFinished }
        // `location` is a word of an ordinary segment: the caller's promise.
        switch try source.kind {
        case .null:
            unsafe store(WirePointer(bits: 0), at: location)
        case .structure:
            unsafe try copy(
                source.rawStructure(), to: location, segmentIndex: segmentIndex, isTrimmed: isTrimmed)
        case .list:
            unsafe try copy(source.rawList(), to: location, segmentIndex: segmentIndex, isTrimmed: isTrimmed)
        case .capability:
            unsafe try copyCapability(source, to: location)
        case .far, .other:
            throw .unexpectedPointer(expected: .capability, found: .other)
        }
    }

    private func copyCapability(_ source: PointerReader, to location: UnsafeMutableRawPointer) throws(WireError) {
        guard capabilityCopying == .keepsIndex, let index = try source.capabilityIndex else {
            throw .capabilityNotCopyable
        }
        // `location` is a word of an ordinary segment: the caller's promise.
        unsafe store(.capability(index: index), at: location)
    }

    func copy(
        _ source: StructReader, to location: UnsafeMutableRawPointer, segmentIndex: UInt32, isTrimmed: Bool = false
    ) throws(WireError) {
        if isFinished { throw .builderFinished }
        let size =
            isTrimmed
            ? source.trimmedSize
            : StructSize(dataWordCount: UInt16((source.dataByteCount + 7) / 8), pointerCount: source.pointerCount)
        let target = unsafe try allocate(
            for: location, segmentIndex: segmentIndex, wordCount: size.wordCount,
            tag: .structure(offset: 0, size: size))
        let builder = unsafe StructBuilder(
            arena: self, data: target.address, segmentIndex: target.segmentIndex,
            dataByteCount: UInt32(size.dataWordCount) * 8, pointerCount: size.pointerCount)
        try copySections(of: source, to: builder, isTrimmed: isTrimmed)
    }

    /// Copies as much of a struct's two sections as the target has, which was never written.
    private func copySections(
        of source: StructReader, to target: StructBuilder, isTrimmed: Bool
    ) throws(WireError) {
        // Both were checked when they were made.
        unsafe target.data.copyMemory(
            from: source.data, byteCount: Int(min(source.dataByteCount, target.dataByteCount)))
        for index in 0..<Int(min(source.pointerCount, target.pointerCount)) {
            guard let location = unsafe target.location(ofPointer: index) else { return }
            unsafe try copy(
                source.pointer(at: index), to: location, segmentIndex: target.segmentIndex, isTrimmed: isTrimmed)
        }
    }

    func copy(
        _ source: RawListReader, to location: UnsafeMutableRawPointer, segmentIndex: UInt32, isTrimmed: Bool = false
    ) throws(WireError) {
        let size =
            isTrimmed && source.elementSize == .composite
            ? source.trimmedElementSize
            : StructSize(dataWordCount: UInt16(source.dataByteCount / 8), pointerCount: source.pointerCount)
        let list = unsafe try allocateList(
            for: location, segmentIndex: segmentIndex, elementSize: source.elementSize, structSize: size,
            count: source.count)
        switch source.elementSize {
        case .composite:
            for index in 0..<source.count {
                try copySections(
                    of: source.structure(at: index), to: list.structure(at: index), isTrimmed: isTrimmed)
            }
        case .pointer:
            for index in 0..<source.count {
                unsafe try copy(
                    source.pointer(at: index), to: list.element(at: index), segmentIndex: list.segmentIndex,
                    isTrimmed: isTrimmed)
            }
        case .bit:
            for index in 0..<source.count { list.writeBool(source.readBool(at: index), at: index) }
        case .void, .byte, .twoBytes, .fourBytes, .eightBytes:
            // Both lists have `count` elements of this size side by side.
            let byteCount = source.count * source.elementSize.dataBitCount / 8
            unsafe list.base.copyMemory(from: source.base, byteCount: byteCount)
        }
    }

    /// Makes room for a list and points the pointer at `location` to it.
    @inlinable
    @inline(__always)
    func allocateList(
        for location: UnsafeMutableRawPointer, segmentIndex: UInt32, elementSize: ElementSize, structSize: StructSize,
        count: Int
    ) throws(WireError) -> RawListBuilder {
        let elements = unsafe try allocateElements(
            for: location, segmentIndex: segmentIndex, elementSize: elementSize, structSize: structSize, count: count)
        let isComposite = elementSize == .composite
        return unsafe RawListBuilder(
            arena: self, base: elements.address, count: count, segmentIndex: elements.segmentIndex,
            elementSize: elementSize,
            dataByteCount: isComposite
                ? UInt32(structSize.dataWordCount) &* 8 : UInt32(truncatingIfNeeded: elementSize.dataBitCount / 8),
            pointerCount: isComposite ? structSize.pointerCount : elementSize == .pointer ? 1 : 0)
    }

    /// Makes room for a list, and says where its first element lies.
    @usableFromInline
    func allocateElements(
        for location: UnsafeMutableRawPointer, segmentIndex: UInt32, elementSize: ElementSize, structSize: StructSize,
        count: Int
    ) throws(WireError) -> Placement {
        guard count >= 0, count <= WireFormat.maximumListCount else {
            throw .listTooLong(count: count, limit: WireFormat.maximumListCount)
        }
        guard elementSize == .composite else {
            // At most 2^29 elements of 64 bits.
            let wordCount = (count &* elementSize.strideBitCount &+ 63) / 64
            return unsafe try allocate(
                for: location, segmentIndex: segmentIndex, wordCount: wordCount,
                tag: .list(offset: 0, elementSize: elementSize, count: count))
        }
        // Below 2^29 times 2^17. Beside the elements a segment must have room for the tag and a landing pad.
        let wordCount = count &* structSize.wordCount
        guard wordCount <= WireFormat.maximumSegmentWordCount - 2 else {
            throw .listTooLarge(wordCount: wordCount, limit: WireFormat.maximumSegmentWordCount - 2)
        }
        let target = unsafe try allocate(
            for: location, segmentIndex: segmentIndex, wordCount: wordCount &+ 1,
            tag: .list(offset: 0, elementSize: .composite, count: wordCount))
        unsafe store(.tag(count: count, size: structSize), at: target.address)
        return unsafe Placement(segmentIndex: target.segmentIndex, address: target.address + 8)
    }

    /// Replaces a struct by a larger one with the same content, which a newer schema has more fields for.
    @inline(never)
    func enlarge(
        _ location: UnsafeMutableRawPointer, segmentIndex: UInt32, to minimumSize: StructSize
    ) throws(WireError) -> Placement {
        let (tag, old) = unsafe resolve(location, segmentIndex: segmentIndex)
        let size = StructSize(
            dataWordCount: max(tag.dataWordCount, minimumSize.dataWordCount),
            pointerCount: max(tag.pointerCount, minimumSize.pointerCount))
        let new = unsafe try allocate(
            for: location, segmentIndex: segmentIndex, wordCount: size.wordCount,
            tag: .structure(offset: 0, size: size))
        // The old sections lie at `old` as `tag` says, and fit into the new ones.
        unsafe new.address.copyMemory(from: old.address, byteCount: Int(tag.dataWordCount) * 8)
        for index in 0..<Int(tag.pointerCount) {
            let oldLocation = unsafe old.address + (Int(tag.dataWordCount) + index) * 8
            let newLocation = unsafe new.address + (Int(size.dataWordCount) + index) * 8
            let wire = unsafe load(oldLocation)
            if wire.isNull { continue }
            if wire.isFar || wire.kind == .capability {
                // Far pointers and capabilities are the same wherever they are.
                unsafe store(wire, at: newLocation)
                continue
            }
            let (target, placement) = unsafe resolve(oldLocation, segmentIndex: old.segmentIndex)
            unsafe try link(newLocation, segmentIndex: new.segmentIndex, to: placement, tag: target)
        }
        return new
    }
}
