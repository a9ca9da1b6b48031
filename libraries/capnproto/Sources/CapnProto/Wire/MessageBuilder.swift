/// Builds one message.
///
/// Its copies are the same message. Builders of its structs and lists write straight into its segments; `finish()` ends that and makes it ready to be
/// sent.
///
///     let message = MessageBuilder()
///     let person = try message.initRoot(as: Person.self)
///     try person.setName("Ada")
///     let outgoing = message.finish()
public struct MessageBuilder {
    @usableFromInline var arena: BuildArena

    /// Makes an empty message whose first segment has room for `firstSegmentWordCount` words; more segments come as they
    /// are needed.
    ///
    /// `capabilities` says what becomes of those in what is copied into the message.
    public init(firstSegmentWordCount: Int = 1024, capabilities: CapabilityCopying = .refused) {
        arena = BuildArena(firstSegmentWordCount: firstSegmentWordCount, capabilityCopying: capabilities)
    }

    /// Empties the message, to build another one in the same memory.
    ///
    /// Where a finished message or a builder still holds on to the memory, the next message gets its own.
    public mutating func reset() {
        if isKnownUniquelyReferenced(&arena) {
            arena.reset()
        } else {
            arena = BuildArena(
                firstSegmentWordCount: arena.segment(at: 0).capacity, capabilityCopying: arena.capabilityCopying)
        }
    }

    /// The root pointer.
    @inlinable
    @inline(__always)
    public var root: PointerBuilder {
        // The root pointer is a word of the first segment.
        unsafe PointerBuilder(arena: arena, location: arena.rootLocation, segmentIndex: 0)
    }

    /// Makes the root a new struct.
    @inlinable
    @inline(__always)
    public func initRoot<Schema: CapnProtoStruct>(as type: Schema.Type) throws(WireError) -> Schema.Builder {
        try root.initStructure(as: type)
    }

    /// Makes the root a copy of a struct from another message.
    public func setRoot(_ source: some CapnProtoStructReader) throws(WireError) {
        try root.setStructure(source)
    }

    /// Ends the building.
    ///
    /// Builders handed out before may not write any more: setting a scalar stops the program, all else throws
    /// `.builderFinished`.
    public func finish() -> OutgoingMessage {
        arena.finish()
        return OutgoingMessage(arena: arena)
    }
}
