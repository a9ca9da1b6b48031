extension PointerBuilder {
    /// The capability that the pointer is; nil if it is null.
    ///
    /// Throws `.unexpectedPointer` when it leads to something else.
    public func capability<Interface: CapnProtoInterface>(
        as type: Interface.Type = Interface.self
    ) throws(WireError) -> Capability<Interface>? {
        if isNull { return nil }
        let wire = unsafe arena.load(location)
        guard wire.kind == .capability else {
            let (tag, _) = unsafe arena.resolve(location, segmentIndex: segmentIndex)
            throw .unexpectedPointer(expected: .capability, found: tag.kind)
        }
        return Capability(index: wire.capabilityIndex)
    }

    /// Makes the pointer a capability; nil makes it null.
    public func setCapability<Interface: CapnProtoInterface>(
        _ capability: Capability<Interface>?
    ) throws(WireError) {
        try clear()
        if let capability { try setCapability(index: capability.index) }
    }

    /// Makes the pointer a capability: an index into a table that goes with the message.
    public func setCapability(index: UInt32) throws(WireError) {
        if arena.isFinished { throw .builderFinished }
        unsafe arena.store(.capability(index: index), at: location)
    }
}

extension ListBuilder where Element: CapnProtoInterface {
    /// Sets the capability at an index, which must be in bounds.
    public func set(_ capability: Capability<Element>?, at index: Int) throws(WireError) {
        try self[index].setCapability(capability)
    }
}
