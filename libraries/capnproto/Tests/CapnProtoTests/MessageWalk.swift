import CapnProto

/// Visits all that a message holds, without its schema, as a reader that is asked for everything would.
struct MessageWalk {
    /// Of every count and every bit that was visited: the same as the reference reader's.
    private(set) var checksum: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Visits what a message with these bytes holds.
    static func visit(_ bytes: [UInt8], limits: ReadLimits = .default) throws(WireError) {
        try visit(MessageReader(copying: bytes, limits: limits).root)
    }

    /// Visits what a pointer leads to; a capability is an error.
    static func visit(_ pointer: PointerReader) throws(WireError) {
        var walk = MessageWalk()
        try walk.visit(pointer, acceptsCapabilities: false)
    }

    /// The checksum of what a pointer leads to.
    static func checksum(of pointer: PointerReader) throws(WireError) -> UInt64 {
        var walk = MessageWalk()
        try walk.visit(pointer, acceptsCapabilities: true)
        return walk.checksum
    }

    private mutating func add(_ value: some BinaryInteger) {
        checksum = (checksum ^ UInt64(truncatingIfNeeded: value)) &* 0x100_0000_01b3
    }

    private mutating func visit(_ pointer: PointerReader, acceptsCapabilities: Bool) throws(WireError) {
        switch try pointer.kind {
        case .null: add(0)
        case .structure:
            add(1)
            try visit(pointer.rawStructure(), acceptsCapabilities: acceptsCapabilities)
        case .list:
            add(2)
            try visit(pointer.rawList(), acceptsCapabilities: acceptsCapabilities)
        case .far, .other: throw .unexpectedPointer(expected: .capability, found: .other)
        case .capability:
            guard acceptsCapabilities else { throw .capabilityNotCopyable }
            add(3)
        }
    }

    private mutating func visit(_ structure: StructReader, acceptsCapabilities: Bool) throws(WireError) {
        add(structure.dataByteCount)
        for offset in 0..<Int(structure.dataByteCount) { add(structure.read(UInt8.self, at: offset)) }
        add(structure.pointerCount)
        for index in 0..<Int(structure.pointerCount) {
            try visit(structure.pointer(at: index), acceptsCapabilities: acceptsCapabilities)
        }
    }

    private mutating func visit(_ list: RawListReader, acceptsCapabilities: Bool) throws(WireError) {
        add(list.elementSize.rawValue)
        add(list.count)
        switch list.elementSize {
        case .void: return
        case .bit: for index in 0..<list.count { add(list.readBool(at: index) ? 1 : 0) }
        case .byte, .twoBytes, .fourBytes, .eightBytes:
            let size = list.elementSize.dataBitCount / 8
            for index in 0..<list.count {
                let element = list.structure(at: index)
                for offset in 0..<size { add(element.read(UInt8.self, at: offset)) }
            }
        case .pointer:
            for index in 0..<list.count {
                try visit(list.pointer(at: index), acceptsCapabilities: acceptsCapabilities)
            }
        case .composite:
            for index in 0..<list.count {
                let element = list.structure(at: index)
                if index == 0 {
                    add(element.dataByteCount)
                    add(element.pointerCount)
                    if element.dataByteCount == 0 && element.pointerCount == 0 { return }
                }
                try visit(element, acceptsCapabilities: acceptsCapabilities)
            }
        }
    }
}
