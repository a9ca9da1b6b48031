import CapnProto

/// Visits all that a message holds, without its schema, as a reader that is asked for everything would.
enum MessageWalk {
    /// Visits what a message with these bytes holds.
    static func visit(_ bytes: [UInt8], limits: ReadLimits = .default) throws(WireError) {
        try visit(MessageReader(copying: bytes, limits: limits).root)
    }

    private static func visit(_ pointer: PointerReader) throws(WireError) {
        switch try pointer.kind {
        case .null: return
        case .structure: try visit(pointer.rawStructure())
        case .list: try visit(pointer.rawList())
        case .far, .other: throw .capabilityNotCopyable
        }
    }

    private static func visit(_ structure: StructReader) throws(WireError) {
        for index in 0..<Int(structure.pointerCount) { try visit(structure.pointer(at: index)) }
    }

    private static func visit(_ list: RawListReader) throws(WireError) {
        if list.pointerCount == 0 { return }
        for index in 0..<list.count {
            if list.elementSize == .composite {
                try visit(list.structure(at: index))
            } else {
                try visit(list.pointer(at: index))
            }
        }
    }
}
