extension SlotPlan {
    /// The pointer of a field, or its default where it is null.
    func pointer(of structure: StructReader, as type: BoundType) -> PointerReader {
        let pointer = structure.pointer(at: offset)
        guard let fallback, pointer.isNull else { return pointer }
        // A type parameter's default was made before anybody knew what it stands for.
        if case .parameter = self.type.shape { return pointer }
        return fallback
    }

    /// The bits of a field that isn't a pointer, as its type has them.
    func bits(of structure: StructReader) -> UInt64 {
        switch type.shape {
        case .bool: structure.readBool(atBit: offset, default: mask != 0) ? 1 : 0
        case .number(let number):
            switch number.byteCount {
            case 1: UInt64(structure.read(UInt8.self, at: offset)) ^ mask
            case 2: UInt64(structure.read(UInt16.self, at: offset)) ^ mask
            case 4: UInt64(structure.read(UInt32.self, at: offset)) ^ mask
            default: structure.read(UInt64.self, at: offset) ^ mask
            }
        case .enumeration: UInt64(structure.read(UInt16.self, at: offset)) ^ mask
        default: 0
        }
    }
}

extension RawListReader {
    /// The bits of an element that isn't a pointer; the list has been found to have such elements.
    func bits(at index: Int, of type: BoundType) -> UInt64 {
        switch type.elementSize {
        case .bit: readBool(at: index) ? 1 : 0
        case .byte: UInt64(read(UInt8.self, at: index))
        case .twoBytes: UInt64(read(UInt16.self, at: index))
        case .fourBytes: UInt64(read(UInt32.self, at: index))
        case .eightBytes: read(UInt64.self, at: index)
        case .void, .pointer, .composite: 0
        }
    }
}
