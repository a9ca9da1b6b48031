extension PointerReader {
    /// The capability that the pointer is; nil if it is null.
    ///
    /// Throws `.unexpectedPointer` when it leads to something else.
    public func capability<Interface: CapnProtoInterface>(
        as type: Interface.Type = Interface.self
    ) throws(WireError) -> Capability<Interface>? {
        switch try kind {
        case .null: return nil
        case .capability: return try capabilityIndex.map { Capability(index: $0) }
        case let found: throw .unexpectedPointer(expected: .capability, found: found)
        }
    }
}

extension StructReader {
    /// The capability at a pointer; nil where it is null.
    ///
    /// Throws `.unexpectedPointer` when it leads to something else.
    public func capability<Interface: CapnProtoInterface>(
        at index: Int, as type: Interface.Type = Interface.self
    ) throws(WireError) -> Capability<Interface>? {
        try pointer(at: index).capability()
    }
}
