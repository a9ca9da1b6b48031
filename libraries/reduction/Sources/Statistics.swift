/// What a node says of its samples beside the gradient; added in the same tree.
public struct Statistics: Summable, Equatable, Sendable {
    /// How many samples were consumed.
    public var samples: UInt64
    /// The sum of their losses, never a mean.
    public var lossSum: Double
    /// How many of them were classified correctly.
    public var correct: UInt64
    /// The wrap-around sum of ``Ledger/entry(epoch:sampleId:)`` over them.
    public var ledger: UInt64

    /// The statistics of some samples.
    public init(samples: UInt64, lossSum: Double, correct: UInt64, ledger: UInt64) {
        self.samples = samples
        self.lossSum = lossSum
        self.correct = correct
        self.ledger = ledger
    }

    /// The statistics of no samples.
    public static let zero = Statistics(samples: 0, lossSum: 0, correct: 0, ledger: 0)

    /// Adds the statistics of the samples right of these.
    ///
    /// The counts wrap around, so numbers that came over the wire can't trap; whoever receives a node checks its
    /// samples against the step's.
    public mutating func add(right: consuming Statistics) {
        samples &+= right.samples
        lossSum += right.lossSum
        correct &+= right.correct
        ledger &+= right.ledger
    }

    /// Whether all four are the same bit for bit.
    public func hasSameBits(as other: Statistics) -> Bool {
        samples == other.samples && lossSum.bitPattern == other.lossSum.bitPattern
            && correct == other.correct && ledger == other.ledger
    }

    /// The mean loss of a sample; not a number without samples.
    public var meanLoss: Double { lossSum / Double(samples) }

    /// The share of samples that were classified correctly, 0 to 1; not a number without samples.
    public var accuracy: Double { Double(correct) / Double(samples) }
}
