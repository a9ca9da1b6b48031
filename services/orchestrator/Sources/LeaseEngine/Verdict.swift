/// What becomes of a node that a trainer pushed.
public enum Verdict: Hashable, Sendable {
    /// It counts: its value is to be added.
    case accepted
    /// Its leaves are covered already, and what it is was noted as the sender's word about the node's value.
    case witnessed
    /// Its leaves are covered already.
    ///
    /// Where the same node is still held, the two are to be compared, and a difference reported.
    case covered(twinIsHeld: Bool)
    /// It was asked for to see how fast its sender is: its value doesn't count.
    case measured
    /// It doesn't count, and changes nothing.
    case refused(Refusal)

    /// Why a node doesn't count.
    public enum Refusal: Hashable, Sendable, CustomStringConvertible {
        /// What is counted of refusals.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case noMember, lineage, stale, noLease, shape, bucket, overlaps, credit
        }

        /// The trainer is no member.
        case noMember
        /// The node belongs to another run; said by whoever knows the lineages.
        case lineage(expected: String, got: String)
        /// The numbers that came are not those of the bucket; said by whoever holds them.
        case numbers(expected: Int, got: Int, bucket: Int)
        /// The node belongs to another round than the one under way.
        case stale(pushed: Round, current: Round?)
        /// The trainer was never given this lease in the round under way.
        case noLease(UInt64)
        /// The leaves aren't those of the lease.
        case shape(first: Int, end: Int, leaseFirst: Int, leaseEnd: Int)
        /// There is no such bucket.
        case noBucket(Int, count: Int)
        /// The lease may be pushed in fewer buckets as yet; said by whoever gives credit.
        case noCredit(lease: UInt64, bucket: Int, buckets: Int)
        /// Some of its leaves are covered and some aren't.
        case overlaps(first: Int, end: Int)

        /// What it is counted as.
        public var kind: Kind {
            switch self {
            case .noMember: .noMember
            case .lineage: .lineage
            case .stale: .stale
            case .noLease: .noLease
            case .shape, .numbers: .shape
            case .noBucket: .bucket
            case .noCredit: .credit
            case .overlaps: .overlaps
            }
        }

        /// Names what was expected and what came.
        public var description: String {
            switch self {
            case .noMember: "the sender is no member of the run"
            case .lineage(let expected, let got): "expected lineage \(expected), got \(got)"
            case .numbers(let expected, let got, let bucket):
                "expected \(expected) numbers in bucket \(bucket), got \(got)"
            case .stale(let pushed, let current):
                "expected a node of \(current.map(String.init(describing:)) ?? "no round"), got one of \(pushed)"
            case .noLease(let lease): "lease \(lease) was not given to the sender in this round"
            case .shape(let first, let end, let leaseFirst, let leaseEnd):
                "expected the lease's node [\(leaseFirst), \(leaseEnd)), got [\(first), \(end))"
            case .noBucket(let bucket, let count): "expected a bucket below \(count), got \(bucket)"
            case .noCredit(let lease, let bucket, let buckets):
                "expected lease \(lease) in its first \(buckets) buckets at most, got bucket \(bucket)"
            case .overlaps(let first, let end): "some leaves of [\(first), \(end)) are covered and some aren't"
            }
        }
    }
}
