/// What reading a message may cost.
///
/// Messages come from others; without limits a few bytes can ask for gigabytes.
public struct ReadLimits: Equatable, Sendable {
    /// Words that may be visited in all, counting an object each time a pointer to it is followed.
    ///
    /// Stops amplification: a small message whose many pointers all lead to one large list. `nil` scales with the
    /// message: eight times its words, and at least 65,536.
    public var traversalWords: Int?
    /// How deep pointers may be nested.
    ///
    /// Stops exhaustion of the stack.
    public var nestingLevels: UInt16
    /// Segments that a message may have.
    ///
    /// Stops tables that are large by themselves.
    public var segments: Int
    /// Bytes that all segments may have together.
    ///
    /// Checked before memory is allocated for them.
    public var totalBytes: Int

    /// Limits for a message from anyone.
    public init(
        traversalWords: Int? = nil, nestingLevels: UInt16 = 64, segments: Int = WireFormat.maximumSegmentCount,
        totalBytes: Int = 64 << 20
    ) {
        self.traversalWords = traversalWords
        self.nestingLevels = nestingLevels
        self.segments = segments
        self.totalBytes = totalBytes
    }

    /// 64 MiB in 511 segments, 64 levels, eight visits of each word.
    public static let `default` = ReadLimits()

    /// Limits for a peer that is trusted not to waste our time: any number of visits of a message of at most
    /// `totalBytes` bytes.
    public static func trusted(totalBytes: Int = .max) -> ReadLimits {
        ReadLimits(traversalWords: .max, totalBytes: totalBytes)
    }

    /// The budget of words for a message of `wordCount` words.
    func traversalBudget(wordCount: Int) -> Int {
        if let traversalWords { return traversalWords }
        let (scaled, overflow) = wordCount.multipliedReportingOverflow(by: 8)
        return overflow ? .max : max(scaled, 65_536)
    }
}
