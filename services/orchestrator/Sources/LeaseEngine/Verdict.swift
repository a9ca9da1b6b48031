/// What becomes of a node that a trainer pushed.
public enum Verdict: Hashable, Sendable {
    /// It counts: its value is to be added.
    case accepted
    /// Its leaves are covered already.
    ///
    /// Where the same node is still held, the two are to be compared.
    case covered(twinIsHeld: Bool)
    /// It doesn't count, and changes nothing.
    case refused(Refusal)

    /// Why a node doesn't count.
    public enum Refusal: Hashable, Sendable, CustomStringConvertible {
        /// The trainer is no member.
        case noMember
        /// The node belongs to another round than the one under way.
        case stale(pushed: Round, current: Round?)
        /// The trainer was never given this lease in the round under way.
        case noLease(UInt64)
        /// The node isn't inside the lease.
        case outsideLease(first: Int, end: Int, leaseFirst: Int, leaseEnd: Int)
        /// The micro-batches don't make a node of the round's tree.
        case noNode(first: Int, end: Int, leafCount: Int)
        /// There is no such bucket.
        case noBucket(Int, count: Int)
        /// Some of its leaves are covered and some aren't.
        case overlaps(first: Int, end: Int)

        /// Names what was expected and what came.
        public var description: String {
            switch self {
            case .noMember: "the sender is no member of the run"
            case .stale(let pushed, let current):
                "expected a node of \(current.map(String.init(describing:)) ?? "no round"), got one of \(pushed)"
            case .noLease(let lease): "lease \(lease) was not given to the sender in this round"
            case .outsideLease(let first, let end, let leaseFirst, let leaseEnd):
                "expected a node inside the lease's [\(leaseFirst), \(leaseEnd)), got [\(first), \(end))"
            case .noNode(let first, let end, let leafCount):
                "[\(first), \(end)) is no node of a tree of \(leafCount) leaves"
            case .noBucket(let bucket, let count): "expected a bucket below \(count), got \(bucket)"
            case .overlaps(let first, let end): "some leaves of [\(first), \(end)) are covered and some aren't"
            }
        }
    }
}
