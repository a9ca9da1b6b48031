/// What an object takes in a message, with all that it leads to.
public struct MessageSize: Equatable, Sendable {
    /// Words of all objects, those that are visited twice counted twice; pointers to them and landing pads left out.
    public var wordCount = 0
    /// Pointers that are capabilities.
    public var capabilityCount = 0
}

extension PointerReader {
    /// What the pointer leads to takes so much.
    ///
    /// Each object is charged to the message's limits as one that is read. Throws what reading it would.
    public var totalSize: MessageSize {
        get throws(WireError) {
            var size = MessageSize()
            try add(to: &size)
            return size
        }
    }

    fileprivate func add(to size: inout MessageSize) throws(WireError) {
        switch try kind {
        case .null: return
        case .structure: try rawStructure().add(to: &size)
        case .list: try rawList().add(to: &size)
        case .capability: size.capabilityCount += 1
        case .far, .other: throw .unexpectedPointer(expected: .capability, found: .other)
        }
    }
}

extension CapnProtoStructReader {
    /// The struct, with all that it leads to, takes so much.
    ///
    /// Each object is charged to the message's limits as one that is read. Throws what reading it would.
    public var totalSize: MessageSize {
        get throws(WireError) {
            var size = MessageSize()
            try raw.add(to: &size)
            return size
        }
    }
}

extension StructReader {
    fileprivate func add(to size: inout MessageSize) throws(WireError) {
        size.wordCount += (Int(dataByteCount) + 7) / 8 + Int(pointerCount)
        try addPointers(to: &size)
    }

    fileprivate func addPointers(to size: inout MessageSize) throws(WireError) {
        for index in 0..<Int(pointerCount) { try pointer(at: index).add(to: &size) }
    }
}

extension RawListReader {
    fileprivate func add(to size: inout MessageSize) throws(WireError) {
        // Below 2^29 times 2^23 bits.
        size.wordCount += (bitCount + 63) / 64 + (elementSize == .composite ? 1 : 0)
        // Without pointers there is nothing to visit, however many elements there are.
        if pointerCount == 0 { return }
        for index in 0..<count {
            if elementSize == .composite {
                try structure(at: index).addPointers(to: &size)
            } else {
                try pointer(at: index).add(to: &size)
            }
        }
    }
}
