/// What becomes of a capability when what leads to it is copied into a message.
///
/// A capability is an index into a table that travels with its message, and means something else, or nothing, beside
/// another message.
public enum CapabilityCopying: Sendable {
    /// The copy throws `.capabilityNotCopyable`, as libcapnp does where a message has no table.
    case refused
    /// The copy has the same index: for a message that travels with the table of all that it was copied from.
    case keepsIndex
}
