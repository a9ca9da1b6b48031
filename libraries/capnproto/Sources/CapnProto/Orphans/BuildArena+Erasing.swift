// What is erased becomes zeros and is never used again: a builder that still writes there changes dead words only.

extension BuildArena {
    /// Erases what the pointer at `location` leads to and makes it null.
    func erase(_ location: UnsafeMutableRawPointer, segmentIndex: UInt32) {
        // `location` is a word of its segment: the caller's promise.
        let wire = unsafe load(location)
        if wire.isNull { return }
        if wire.kind != .capability {
            let (tag, target) = unsafe resolve(location, segmentIndex: segmentIndex)
            eraseLandingPad(of: wire)
            erase(tag, at: target)
        }
        unsafe store(WirePointer(bits: 0), at: location)
    }

    /// Erases the words between a far pointer and its object.
    func eraseLandingPad(of wire: WirePointer) {
        guard wire.isFar else { return }
        // Written by the arena, so the pad is there.
        let pad = unsafe segment(at: wire.farSegment).base + wire.farWord * 8
        unsafe store(WirePointer(bits: 0), at: pad)
        if wire.isDoubleFar { unsafe store(WirePointer(bits: 0), at: pad + 8) }
    }

    /// Erases an object and all that it leads to.
    func erase(_ tag: WirePointer, at target: Placement) {
        // The object lies at the target as the tag says: the arena made both.
        if tag.isStruct {
            unsafe erasePointers(
                at: target.address + Int(tag.dataWordCount) * 8, count: Int(tag.pointerCount),
                segmentIndex: target.segmentIndex)
            unsafe zero(target.address, wordCount: tag.structWordCount, segmentIndex: target.segmentIndex)
        } else if tag.isList {
            eraseElements(of: tag, at: target, from: 0)
            let isComposite = tag.elementSize == .composite
            let wordCount = isComposite ? tag.listCount + 1 : (tag.listCount * tag.elementSize.strideBitCount + 63) / 64
            unsafe zero(target.address, wordCount: wordCount, segmentIndex: target.segmentIndex)
        }
    }

    /// Erases the elements of a list behind the first `count`, and says what describes it then.
    func truncate(_ tag: WirePointer, at target: Placement, toCount count: Int) -> WirePointer {
        eraseElements(of: tag, at: target, from: count)
        guard tag.elementSize == .composite else {
            return .list(offset: 0, elementSize: tag.elementSize, count: count)
        }
        let elementTag = unsafe load(target.address)
        let size = StructSize(dataWordCount: elementTag.dataWordCount, pointerCount: elementTag.pointerCount)
        unsafe store(.tag(count: count, size: size), at: target.address)
        return .list(offset: 0, elementSize: .composite, count: count * size.wordCount)
    }

    private func eraseElements(of tag: WirePointer, at target: Placement, from first: Int) {
        switch tag.elementSize {
        case .composite:
            let elementTag = unsafe load(target.address)
            let wordCount = elementTag.structWordCount
            for index in first..<max(first, elementTag.tagElementCount) {
                let element = unsafe target.address + 8 + index * wordCount * 8
                unsafe erasePointers(
                    at: element + Int(elementTag.dataWordCount) * 8, count: Int(elementTag.pointerCount),
                    segmentIndex: target.segmentIndex)
                unsafe zero(element, wordCount: wordCount, segmentIndex: target.segmentIndex)
            }
        case .pointer:
            unsafe erasePointers(
                at: target.address + first * 8, count: tag.listCount - first, segmentIndex: target.segmentIndex)
        case .bit:
            guard segment(at: target.segmentIndex).isOurs else { return }
            for index in first..<max(first, tag.listCount) {
                let byte = unsafe target.address.load(fromByteOffset: index / 8, as: UInt8.self)
                unsafe target.address.storeBytes(
                    of: byte & ~(1 << UInt8(index % 8)), toByteOffset: index / 8, as: UInt8.self)
            }
        case .void, .byte, .twoBytes, .fourBytes, .eightBytes:
            guard segment(at: target.segmentIndex).isOurs else { return }
            let byteCount = tag.elementSize.dataBitCount / 8
            unsafe (target.address + first * byteCount).initializeMemory(
                as: UInt8.self, repeating: 0, count: (tag.listCount - first) * byteCount)
        }
    }

    private func erasePointers(at start: UnsafeMutableRawPointer, count: Int, segmentIndex: UInt32) {
        for index in 0..<max(count, 0) { unsafe erase(start + index * 8, segmentIndex: segmentIndex) }
    }

    private func zero(_ start: UnsafeMutableRawPointer, wordCount: Int, segmentIndex: UInt32) {
        // Foreign memory is its owner's, and isn't written.
        guard segment(at: segmentIndex).isOurs else { return }
        unsafe start.initializeMemory(as: UInt64.self, repeating: 0, count: wordCount)
    }
}
