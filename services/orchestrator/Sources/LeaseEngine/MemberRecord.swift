/// What a trainer did in a run, also after it left.
public struct MemberRecord: Hashable, Sendable {
    /// Its name, for logs and the summary.
    public let name: String
    /// Whether it is a member now.
    public internal(set) var isPresent = true
    /// Micro-batches of training steps that counted.
    public internal(set) var microBatches: UInt64 = 0
    /// Training steps in which at least one micro-batch of it counted.
    public internal(set) var steps: UInt64 = 0
    /// Leaves a second, once measured.
    public internal(set) var speed: Double?
    var lastCountedStep: UInt64?
}
