/// The version of the conversation that `tensor.capnp` describes.
///
/// Peers of unequal versions don't talk: the listening side answers the `Hello` of another version with a failure
/// that names both.
public enum ProtocolVersion {
    /// What this build speaks.
    public static let current: UInt32 = 2
}
